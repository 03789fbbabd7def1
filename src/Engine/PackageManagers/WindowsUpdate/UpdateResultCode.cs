namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>OperationResultCode.</summary>
internal enum UpdateResultCode
{
    NotStarted,
    InProgress,
    Succeeded,
    SucceededWithErrors,
    Failed,
    Aborted,
}
