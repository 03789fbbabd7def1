namespace PatchBaselineAssociation.States;

/// <summary>A package that a run changed.</summary>
/// <param name="Id"><c>name.architecture</c>.</param>
/// <param name="FromVersion">Empty where it was not installed before.</param>
/// <param name="ToVersion">Empty where it was removed.</param>
public sealed record PackageChange(string Id, string FromVersion, string ToVersion);
