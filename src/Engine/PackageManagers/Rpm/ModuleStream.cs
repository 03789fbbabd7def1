namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The module stream that a collection of packages is for: they concern only a node that has it enabled.</summary>
internal sealed record ModuleStream(string Name, string Stream, string Version, string Context, string Architecture);
