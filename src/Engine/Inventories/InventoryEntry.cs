namespace PatchBaselineAssociation.Inventories;

/// <summary>One package of one architecture, or one update: what is installed of it and every version that is to be had.</summary>
public sealed record InventoryEntry
{
    public required string Name { get; init; }

    /// <summary>Empty where the system has none (macOS, Windows).</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Null where it is not installed.</summary>
    public InstalledPackage? Installed { get; init; }

    /// <summary>Every version known, the installed one included; in no particular order.</summary>
    public IReadOnlyList<AvailablePatch> Versions { get; init; } = [];

    /// <summary>True for updates that stand for themselves (Windows Update, softwareupdate, zypper patches): approved and not installed is missing.
    /// False for packages: what is not installed is not needed.</summary>
    public bool IsMissingWhenAbsent { get; init; }

    /// <summary>False where the feature it is for is not there or something replaces it (Windows).</summary>
    public bool IsApplicable { get; init; } = true;

    /// <summary>The id that reports use: <c>name.architecture</c>.</summary>
    public string Id => Architecture.Length == 0 ? Name : $"{Name}.{Architecture}";
}
