namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>A package that every package manager can have: what is installed of it and what is on offer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Installed"><c>[epoch:]version-release</c>; empty where it is not installed.</param>
/// <param name="Fixes">Versions on offer with an update notice, or in the security archive.</param>
/// <param name="Others">Versions on offer without.</param>
internal sealed record ScenarioPackage(string Name, string Installed, string[] Fixes, string[] Others)
{
    /// <summary>The administrator keeps it as it is, in the package manager's own way.</summary>
    public bool IsLocked { get; init; }
}
