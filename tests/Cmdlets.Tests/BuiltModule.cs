namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>The module as the build put it together, in the copy beside the tests.</summary>
internal static class BuiltModule
{
    public static string Folder { get; } =
        Assert.Single(Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Modules", "PatchBaselineAssociation")));

    public static string Manifest { get; } = Path.Combine(Folder, "PatchBaselineAssociation.psd1");

    public static string ModernAssemblies { get; } = Path.Combine(Folder, "bin", "net8.0");

    public static string LegacyAssemblies { get; } = Path.Combine(Folder, "bin", "netstandard2.0");
}
