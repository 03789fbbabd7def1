namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What a compressed file may become. The largest real updateinfo.xml unpacks to some 200 MB, and XML of this sort shrinks to a tenth, at best to a hundredth.</summary>
internal sealed record DecompressionLimits
{
    public static DecompressionLimits Default { get; } = new();

    public long MaximumBytes { get; init; } = 1L << 30;

    /// <summary>How many bytes one compressed byte may become.</summary>
    public int MaximumRatio { get; init; } = 500;

    /// <summary>The ratio does not count before that many bytes: short files of blanks do no harm.</summary>
    public long RatioFreeBytes { get; init; } = 32L << 20;
}
