namespace PatchBaselineAssociation.Overrides;

/// <summary>A version of a package that another one needs.</summary>
public readonly record struct OverrideDependency(string Name, string Architecture, string Version);
