namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>How a download or an installation ends.</summary>
/// <param name="ResultCode">An OperationResultCode: 2 succeeded, 3 with errors, 4 failed, 5 aborted.</param>
/// <param name="Hresult">As in <c>0x80240016</c>.</param>
/// <param name="RebootRequired">It is finished by the next start of Windows.</param>
internal sealed record WorldOutcome(int ResultCode = 2, string Hresult = "0x00000000", bool RebootRequired = false)
{
    public static WorldOutcome NeedsRestart { get; } = new(RebootRequired: true);

    public static WorldOutcome Failure(string hresult) => new(4, hresult);
}
