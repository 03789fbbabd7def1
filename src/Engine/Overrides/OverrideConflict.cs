namespace PatchBaselineAssociation.Overrides;

/// <summary>A dependency that an entry names by its id in another version: what needs it cannot be installed.</summary>
public sealed record OverrideConflict(OverrideDependency Dependency, OverrideEntry Entry)
{
    /// <summary>Without a capital and a full stop, to stand alone or after other words.</summary>
    public string Reason =>
        $"it needs {Dependency.Name} {Dependency.Version}, and the override list allows another version only: {Entry}";
}
