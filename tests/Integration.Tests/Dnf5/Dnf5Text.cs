using System.Text;
using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>The words of dnf 5.2.12, as it was recorded.</summary>
internal static class Dnf5Text
{
    public const string Loading = "Updating and loading repositories:\n";
    public const string Loaded = "Repositories loaded.\n";

    /// <summary>A line about something that is done, as wide as 500 columns.</summary>
    public static string Line(string subject, string part = "100") => $"{subject.PadRight(452)} {part}% |   1.1 MiB/s |   4.6 KiB |  00m00s\n";

    public static string Message(string words) => $">>> {words.PadRight(496)}\n";

    /// <summary>What is said of a repository that does not answer.</summary>
    public static string Unreachable(string name, string file)
    {
        string message = Message($"Curl error (37): Couldn't read a file:// file for {file} [Couldn't open file {file}] - {file} - repomd.xml");
        return Line(" " + name, "???") + string.Concat(Enumerable.Repeat(message, 4)) + Message("Librepo error: Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried");
    }

    /// <param name="sections">Each a heading with its packages, and the version that each replaces.</param>
    public static string Plan(IEnumerable<(string Heading, IEnumerable<(RpmTestPackage Package, string Before)> Rows)> sections)
    {
        StringBuilder text = new("Package                     Arch   Version     Repository      Size\n");
        foreach ((string heading, IEnumerable<(RpmTestPackage Package, string Before)> rows) in sections)
        {
            text.Append(heading).Append(":\n");
            foreach ((RpmTestPackage package, string before) in rows)
            {
                text.Append($" {package.Name,-26} {package.Architecture,-6} {Version(package.Version),-11} base         0.0   B\n");
                if (before.Length > 0)
                    text.Append($"   {"replacing " + package.Name,-24} {package.Architecture,-6} {Version(before),-11} <unknown>    0.0   B\n");
            }
        }

        return text.Append("\nTransaction Summary:\n Upgrading:          1 package\n Replacing:          1 package\n\n").ToString();
    }

    private static string Version(string version) => version.StartsWith("0:", StringComparison.Ordinal) ? version[2..] : version;
}
