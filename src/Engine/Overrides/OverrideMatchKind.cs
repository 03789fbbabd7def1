namespace PatchBaselineAssociation.Overrides;

/// <summary>How the id of an entry names a version.</summary>
public enum OverrideMatchKind
{
    /// <summary>By the name of the package or patch, with or without its architecture.</summary>
    Name,

    /// <summary>By a name that includes the version.</summary>
    NameAndVersion,

    /// <summary>By a wildcard that happens to stand for the version: <c>NetworkManager-*.x86_64</c> also names every version of NetworkManager itself.</summary>
    AnyVersion,

    /// <summary>By the version alone, whatever the package.</summary>
    Version,

    /// <summary>By KB or bulletin number.</summary>
    Update,
}
