namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What came of one update.</summary>
/// <param name="Result">In short.</param>
/// <param name="Code">The HRESULT; zero or a success code where all went well.</param>
/// <param name="IsRestartRequired">Whether it is whole only after a restart.</param>
internal sealed record UpdateOutcome(UpdateResultCode Result, int Code, bool IsRestartRequired = false)
{
    public bool IsSuccess => Result == UpdateResultCode.Succeeded || (Result == UpdateResultCode.SucceededWithErrors && Code >= 0);
}
