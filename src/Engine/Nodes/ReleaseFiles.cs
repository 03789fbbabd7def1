namespace PatchBaselineAssociation.Nodes;

/// <summary>What the files that name a Linux system say.</summary>
internal sealed record ReleaseFiles
{
    public OsRelease OsRelease { get; init; } = OsRelease.Empty;

    /// <summary>DISTRIB_ID, DISTRIB_RELEASE and DISTRIB_CODENAME.</summary>
    public OsRelease LsbRelease { get; init; } = OsRelease.Empty;

    /// <summary>The first lines of centos-release, system-release and redhat-release, those that there are, in this order.</summary>
    public IReadOnlyList<string> ReleaseLines { get; init; } = [];

    public string DebianVersion { get; init; } = "";

    /// <summary>Raspberry Pi OS for 64 bits calls itself Debian everywhere else.</summary>
    public bool HasRaspberryPiIssue { get; init; }
}
