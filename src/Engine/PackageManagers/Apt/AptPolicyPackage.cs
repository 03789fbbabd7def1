namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A package as <c>apt-cache policy</c> shows it.</summary>
/// <param name="Name">As asked for: <c>name</c>, or <c>name:architecture</c> for a foreign one.</param>
/// <param name="Versions">The version table, newest first.</param>
internal sealed record AptPolicyPackage(string Name, IReadOnlyList<AptVersion> Versions);
