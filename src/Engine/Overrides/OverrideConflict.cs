namespace PatchBaselineAssociation.Overrides;

/// <summary>A dependency that an entry names by its id in another version: what needs it cannot be installed.</summary>
public sealed record OverrideConflict(OverrideDependency Dependency, OverrideEntry Entry)
{
    public string Reason =>
        $"It needs {Dependency.Name} {Dependency.Version}, and the override list allows another version only: {Entry}.";
}
