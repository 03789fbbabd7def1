namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What a transaction does to one package, as the package manager's own solver says.</summary>
public sealed record PackageStep
{
    public required PackageStepKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Architecture { get; init; }

    /// <summary>Empty where it was not installed before.</summary>
    public string InstalledVersion { get; init; } = "";

    /// <summary>Empty for a removal.</summary>
    public string Version { get; init; } = "";

    /// <summary>A removal that leaves nobody without something: the package came as a dependency, and nothing that stays asks for it.</summary>
    public bool IsUnneeded { get; init; }

    /// <inheritdoc cref="PackageVersion.Id"/>
    public string Id => Architecture.Length == 0 ? Name : $"{Name}.{Architecture}";
}
