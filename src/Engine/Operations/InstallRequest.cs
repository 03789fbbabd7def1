using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Operations;

/// <summary>What an install is asked to do. Everything has a meaning when left out.</summary>
public sealed record InstallRequest
{
    /// <summary>What it has in common with a scan: node, baseline, repositories, state.</summary>
    public ScanRequest Scan { get; init; } = new();

    /// <summary>A path or address of an install override list; null where the baseline decides.</summary>
    public string? InstallOverrideList { get; init; }

    public RebootOption RebootOption { get; init; } = RebootOption.RebootIfNeeded;

    /// <summary>The longest that the package manager may take to put the patches on.</summary>
    public TimeSpan InstallTimeout { get; init; } = TimeSpan.FromMinutes(110);
}
