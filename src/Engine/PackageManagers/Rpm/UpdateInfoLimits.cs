namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Far above what is in any real updateinfo.xml, and low enough for a small machine.</summary>
internal sealed record UpdateInfoLimits
{
    public static UpdateInfoLimits Default { get; } = new();

    public long MaximumBytes { get; init; } = 1L << 30;

    /// <summary>One tag with its attributes, or one text. The longest descriptions have some 200 KB.</summary>
    public int MaximumNodeBytes { get; init; } = 2 << 20;

    /// <summary>A longer notice is still read, but all of it is parsed.</summary>
    public int MaximumNoticeBytes { get; init; } = 8 << 20;

    public int MaximumDepth { get; init; } = 32;

    /// <summary>Of one notice, wanted or not.</summary>
    public int MaximumPackages { get; init; } = 100_000;

    /// <summary>Of one notice.</summary>
    public int MaximumReferences { get; init; } = 20_000;
}
