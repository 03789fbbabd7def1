namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A package as dpkg's database has it.</summary>
internal sealed record DpkgPackage
{
    public required string Name { get; init; }

    public required string Architecture { get; init; }

    public required string Version { get; init; }

    /// <summary>The selection <c>hold</c>.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Unpacked or half-configured, or in need of a reinstall.</summary>
    public bool IsHalfInstalled { get; init; }

    /// <summary>Whole but for triggers that are still to be run.</summary>
    public bool IsAwaitingTriggers { get; init; }

    /// <summary>What it says that it takes on the disk; null where it says nothing.</summary>
    public long? InstalledKilobytes { get; init; }

    public string Priority { get; init; } = "";

    public string Section { get; init; } = "";

    /// <summary>When dpkg last wrote the package's file list; null where dpkg is too old to tell.</summary>
    public DateTimeOffset? InstalledTime { get; init; }
}
