namespace PatchBaselineAssociation.Nodes;

/// <summary>The machine, or mounted system image, that a run is about.</summary>
public sealed record Node
{
    /// <summary>Instance id, or the host's name where there is none.</summary>
    public required string Id { get; init; }

    public required PatchOperatingSystem OperatingSystem { get; init; }

    public required PackageManagerKind PackageManager { get; init; }

    /// <summary>The name that a PRODUCT filter is compared with, for example <c>Debian12</c> or <c>Ubuntu22.04</c>.</summary>
    public required string Product { get; init; }

    /// <summary>Other spellings of <see cref="Product"/> that filters use, for example <c>AmazonLinux2.0</c> beside <c>AmazonLinux2</c>.
    /// A PRODUCT filter that takes any of them takes the node.</summary>
    public IReadOnlyList<string> ProductAliases { get; init; } = [];

    /// <summary>The system's own name for itself, for people.</summary>
    public required string DisplayName { get; init; }

    public string Version { get; init; } = "";

    /// <summary>Machine architecture as <c>uname -m</c> prints it; empty where an image does not tell.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>When the system last started; null for a mounted image.</summary>
    public DateTimeOffset? BootTime { get; init; }

    /// <summary>The folder the system is in: <c>/</c> for the running one.</summary>
    public string Root { get; init; } = "/";

    public bool IsRunningSystem => string.Equals(Root, "/", StringComparison.Ordinal);
}
