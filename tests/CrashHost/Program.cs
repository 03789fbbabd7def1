using System.Globalization;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

internal static class Program
{
    /// <summary>Arguments: folder of the node, reboot option, kind of the point to die at, its number; without the last two it lives, and prints all points.</summary>
    private static async Task<int> Main(string[] arguments)
    {
        CrashNode node = new(arguments[0]);
        RebootOption option = Enum.Parse<RebootOption>(arguments[1]);
        Death death = arguments.Length > 2 ? new Death(arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture)) : Death.None;
        DyingEvents events = new(death);
        DyingFileSystem files = new(new PhysicalFileSystem(), death);
        await node.InstallAsync(option, events, files);
        foreach (string point in files.Changes)
            Console.WriteLine("change " + point);
        foreach (string point in events.Messages)
            Console.WriteLine("event " + point);
        return 0;
    }
}
