namespace PatchBaselineAssociation.Platform;

/// <summary>What sort of failure an error is; the cmdlets map it to PowerShell's ErrorCategory of the same name.</summary>
public enum ErrorKind
{
    InvalidArgument,
    InvalidData,
    ObjectNotFound,
    PermissionDenied,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    NotInstalled,
    NotImplemented,
    InvalidResult,
    OperationTimeout,
    ConnectionError,
    ReadError,
    WriteError,
    LimitsExceeded,
    InvalidOperation,
}
