namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <param name="Code">The HRESULT.</param>
/// <param name="Message">The agent's own words; often empty.</param>
internal sealed record UpdateProblem(int Code, string Message);
