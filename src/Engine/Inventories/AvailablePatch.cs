namespace PatchBaselineAssociation.Inventories;

/// <summary>One version of a package, or one update, that a repository offers (or that is installed and no longer offered).</summary>
public sealed record AvailablePatch
{
    /// <summary>The version as the package manager prints it; empty for updates that have none.</summary>
    public required string Version { get; init; }

    /// <summary>A line for people: package summary or update title.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Where it can be had, for people; empty for a version that is only on the node.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>apt: from a security archive. RPM and zypper: carried by any update notice (that is what EnableNonSecurity asks). Windows and macOS: unused.</summary>
    public bool IsSecurity { get; init; }

    /// <summary>Values for a CLASSIFICATION filter, any of which may match: those of its notices, or of the update's categories.</summary>
    public IReadOnlyList<string> Classifications { get; init; } = [];

    /// <summary>Values for a SEVERITY or MSRC_SEVERITY filter, as the publisher gives them.</summary>
    public IReadOnlyList<string> Severities { get; init; } = [];

    /// <summary>Debian family: required, important, standard, optional or extra.</summary>
    public string Priority { get; init; } = "";

    /// <summary>Debian family: archive section.</summary>
    public string Section { get; init; } = "";

    /// <summary>Windows: the products the update is for. Empty: it is for the node's own product.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Windows: the families of those products.</summary>
    public IReadOnlyList<string> ProductFamilies { get; init; } = [];

    /// <summary>Windows: <c>OS</c> or <c>APPLICATION</c>.</summary>
    public string PatchSet { get; init; } = "";

    public IReadOnlyList<Advisory> Advisories { get; init; } = [];

    public IReadOnlyList<string> CveIds { get; init; } = [];

    /// <summary>RPM and zypper: ids of the notices that suggest a restart of the system once this version is on.</summary>
    public IReadOnlyList<string> RestartAdvisoryIds { get; init; } = [];

    /// <summary>Windows: KB numbers with the letters KB.</summary>
    public IReadOnlyList<string> KbIds { get; init; } = [];

    /// <summary>Windows: bulletins such as <c>MS10-048</c>.</summary>
    public IReadOnlyList<string> BulletinIds { get; init; } = [];

    /// <summary>Windows: the update's own id; one KB number may have several.</summary>
    public string UpdateId { get; init; } = "";

    /// <summary>Windows: ids of the updates that this one replaces.</summary>
    public IReadOnlyList<string> SupersededIds { get; init; } = [];

    /// <summary>Windows: offered only to who chooses it by hand. No rule approves it, an entry of the approved list does.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Windows: it has licence terms that nobody has accepted here; an install accepts them.</summary>
    public bool HasOpenTerms { get; init; }

    /// <summary>When the publisher released it, for patches that have no notice with a date of its own; null where no date can be trusted.</summary>
    public DateTimeOffset? Released { get; init; }

    /// <summary>Null where nothing keeps the package manager from installing it.</summary>
    public Restriction? Restriction { get; init; }
}
