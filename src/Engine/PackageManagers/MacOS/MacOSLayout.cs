namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Where things are on a Mac.</summary>
internal sealed record MacOSLayout
{
    public static MacOSLayout OfSystem { get; } = new()
    {
        ReceiptsFile = "/Library/Receipts/InstallHistory.plist",
        Homebrew = [new HomebrewLayout("/opt/homebrew", "/opt/homebrew"), new HomebrewLayout("/usr/local", "/usr/local/Homebrew")],
    };

    /// <summary>The install history as it is kept.</summary>
    public required string ReceiptsFile { get; init; }

    /// <summary>In the order in which they are looked for.</summary>
    public required IReadOnlyList<HomebrewLayout> Homebrew { get; init; }
}
