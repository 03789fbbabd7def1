namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Package repositories that a source of a baseline names, with what apt is told of them.</summary>
internal sealed record AptSourceEntry
{
    public required IReadOnlyList<string> Uris { get; init; }

    public required IReadOnlyList<string> Suites { get; init; }

    /// <summary>None where the suites are folders.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Fields of a deb822 stanza, by their names there.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Options { get; init; } = [];

    /// <summary>Paths of keyrings, and fingerprints of keys in those that the system trusts; none means all that it trusts.</summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];

    /// <summary>The lines of a key that the source brings along.</summary>
    public IReadOnlyList<string> EmbeddedKey { get; init; } = [];
}
