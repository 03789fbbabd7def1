using System.Reflection;
using PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

[assembly: AssemblyFixture(typeof(WindowsImage))]

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>
/// A Windows Server 2022 as wine plays it, where the stand-in is registered as Windows Update Agent.
/// Made when the first test asks for it; each machine is a copy.
/// </summary>
public sealed class WindowsImage : IDisposable
{
    public const string LibraryPath = @"C:\windows\system32\WindowsUpdateStandIn.dll";

    /// <summary>These tests themselves, for what the console's commands have no parameter for.</summary>
    public const string TestsPath = @"E:\PatchBaselineAssociation.Integration.Tests.dll";

    // By the version of the registry, wine answers every question of a program about the version.
    private const string Settings =
        """
        REGEDIT4

        [HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion]
        "ProductName"="Windows Server 2022 Datacenter"
        "InstallationType"="Server"
        "CurrentVersion"="10.0"
        "CurrentBuild"="20348"
        "CurrentBuildNumber"="20348"
        "CSDVersion"=""

        [HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\ProductOptions]
        "ProductType"="ServerNT"

        [HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\Windows]
        "CSDVersion"=dword:00000000

        """;

    private readonly Lazy<TemporaryFolder> _folder = new(Make);

    /// <summary>A machine of its own. Skips the test where none can be made.</summary>
    internal WindowsMachine Copy()
    {
        WindowsTools.Require();
        return new WindowsMachine(_folder.Value.Combine("prefix"));
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
            _folder.Value.Dispose();
    }

    private static TemporaryFolder Make()
    {
        TemporaryFolder folder = new();
        try
        {
            Wine wine = new(folder.Combine("prefix"));
            Task building = Task.Run(() => StandInLibrary.Build(folder.Combine("stand-in.dll")));
            wine.Run("wineboot", "-i");
            File.WriteAllText(wine.PathOf(@"C:\settings.reg"), Settings);
            wine.Run("regedit", "/S", @"C:\settings.reg");
            building.GetAwaiter().GetResult();
            File.Copy(folder.Combine("stand-in.dll"), wine.PathOf(LibraryPath));
            wine.Run("regsvr32", "/s", LibraryPath);
            wine.Stop();
            wine.MapDrive('d', Path.GetDirectoryName(FindConsole())!);
            wine.MapDrive('e', AppContext.BaseDirectory);
            wine.UnmapDrive('z');
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static string FindConsole() =>
        typeof(WindowsImage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "WindowsConsole").Value!;
}
