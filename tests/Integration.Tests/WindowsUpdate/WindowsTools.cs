namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The tests that run the module on Windows do so under wine, with a Windows Update Agent that they build.</summary>
internal static class WindowsTools
{
    public const string Wine = "/usr/lib/wine/wine64";
    public const string WineServer = "/usr/lib/wine/wineserver64";
    public const string Compiler = "/usr/bin/x86_64-w64-mingw32-g++";

    private static readonly string[] s_tools = [Wine, WineServer, Compiler];

    public static void Require()
    {
        string[] missing = [.. s_tools.Where(tool => !File.Exists(tool))];
        if (missing.Length > 0)
            Assert.Skip($"Lacks {string.Join(", ", missing)}.");
    }
}
