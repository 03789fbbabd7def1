using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Installation;

/// <summary>What an install would do. Made by the package manager's own solver; nothing was changed to make it.</summary>
public sealed record PatchPlan
{
    public required string NodeId { get; init => field = PrintableText.Of(value); }

    /// <summary>The wire name, for example <c>DEBIAN</c>.</summary>
    public required string OperatingSystem { get; init; }

    public required string BaselineId { get; init; }

    public required string BaselineName { get; init => field = PrintableText.Of(value); }

    /// <summary>Where the override list came from; empty where there is none.</summary>
    public string InstallOverrideList { get; init; } = "";

    /// <summary>Packages that the package manager was interrupted at: an install has it finish them first.</summary>
    public IReadOnlyList<string> Unfinished { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>Upgrades first, then what comes with them, then what is left alone and why.</summary>
    public required IReadOnlyList<PatchPlanItem> Items { get; init => field = value.Indexed(); }

    public int UpgradeCount { get; init; }

    public int NewCount { get; init; }

    public int RemoveCount { get; init; }

    /// <summary>Patches that an install would report as failed.</summary>
    public int RefusedCount { get; init; }

    public long DownloadBytes { get; init; }

    /// <summary>What the packages take more on the disk afterwards; negative where they take less; null where a package does not say.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Kernels that come in: a restart is needed to run them.</summary>
    public IReadOnlyList<string> Kernels { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>Services whose packages are upgraded: maintainer scripts usually restart them.</summary>
    public IReadOnlyList<string> Services { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>Whether the node would be restarted at the end, by the option that was given.</summary>
    public bool IsRestartPlanned { get; init; }

    /// <summary>Nothing would be put on.</summary>
    public bool IsEmpty => UpgradeCount + NewCount + RemoveCount == 0;
}
