namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>A setting that keeps packages away.</summary>
/// <param name="Key">As it is written: <c>excludepkgs</c>, <c>exclude</c> or <c>includepkgs</c>.</param>
/// <param name="Patterns">What it names.</param>
/// <param name="Repository">The repository that it is for; null for all.</param>
/// <param name="File">Where it stands.</param>
internal sealed record DnfExclude(string Key, IReadOnlyList<string> Patterns, string? Repository, string File)
{
    /// <summary>Everything but what it names is kept away.</summary>
    public bool IsInclude => Key is "includepkgs";
}
