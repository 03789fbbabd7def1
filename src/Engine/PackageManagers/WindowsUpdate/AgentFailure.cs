using System.Globalization;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Turns failures of the Windows Update Agent into errors that say what to do.</summary>
internal static class AgentFailure
{
    public const int AccessDenied = unchecked((int)0x80070005);
    public const int ServiceDisabled = unchecked((int)0x80070422);
    private const int ServerExecutionFailed = unchecked((int)0x80080005);
    private const int RestartFirst = unchecked((int)0x80240016);
    private const int OperationInProgress = unchecked((int)0x80240009);
    private const string Agent = "Windows Update Agent";

    /// <param name="what">What the agent was to do: <c>search for updates</c>.</param>
    /// <param name="failure">What it said.</param>
    public static PatchException Of(string what, ComCallException failure)
    {
        string code = UpdateCodes.Describe(failure.HResult);
        return failure.HResult switch
        {
            ComObject.ClassNotRegistered => new PatchException(
                ErrorIds.PackageManagerMissing,
                ErrorKind.NotInstalled,
                $"This Windows has no Windows Update Agent: the class of {failure.Call} is not registered.",
                Agent,
                "Install the Windows Update Agent, or repair Windows with 'DISM /Online /Cleanup-Image /RestoreHealth'.",
                failure),
            AccessDenied => Denied(what, failure),
            ServiceDisabled => new PatchException(
                ErrorIds.UpdateServiceDisabled,
                ErrorKind.ResourceUnavailable,
                $"The Windows Update Agent cannot {what}: the service Windows Update (wuauserv), or one that it needs, is disabled. {code}.",
                "wuauserv",
                "Set the service's start to manual: 'Set-Service wuauserv -StartupType Manual'. A policy may have disabled it.",
                failure),
            RestartFirst or OperationInProgress => Busy($"it cannot {what} now, {code}"),
            ServerExecutionFailed => new PatchException(
                ErrorIds.UpdateAgentFailed, ErrorKind.ResourceUnavailable, $"The Windows Update Agent cannot {what}: its service does not start. {code}.", Agent, "Look into the System event log, and restart Windows.", failure),
            _ => new PatchException(
                ErrorIds.UpdateAgentFailed,
                UpdateCodes.IsOfConnection(failure.HResult) ? ErrorKind.ConnectionError : ErrorKind.InvalidResult,
                $"The Windows Update Agent cannot {what}: {code} ({failure.Call}).",
                Agent,
                UpdateCodes.IsOfConnection(failure.HResult)
                    ? "Find out whether this machine reaches its update server, and what proxy the machine itself uses: 'netsh winhttp show proxy'."
                    : "'Get-WindowsUpdateLog' shows what the agent did.",
                failure),
        };
    }

    public static PatchException Denied(string what, Exception? failure = null) => new(
        ErrorIds.UpdateAgentDenied,
        ErrorKind.PermissionDenied,
        $"The Windows Update Agent does not let this logon {what} (E_ACCESSDENIED, 0x80070005). It serves no session that came over the network, as those of WinRM and SSH, whatever rights the user has.",
        Agent,
        "Give -UseScheduledTask, which does the work in a task of the system account; or run as an administrator who is logged on to the machine itself, or through the Systems Manager agent.",
        failure);

    public static PatchException TimedOut(string what, TimeSpan limit) => new(
        ErrorIds.UpdateAgentTimedOut,
        ErrorKind.OperationTimeout,
        $"The Windows Update Agent was to {what}, and has not come to an end in {Math.Round(limit.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes. It cannot be stopped, and was left to itself.",
        Agent,
        "Restart the service Windows Update (wuauserv), or the machine, and run again.");

    public static PatchException Abandoned(string what) => new(
        ErrorIds.UpdateAgentTimedOut,
        ErrorKind.OperationTimeout,
        $"The Windows Update Agent was to {what}, and did not come back from what it was asked before.",
        Agent,
        "Restart the service Windows Update (wuauserv), or the machine, and run again.");

    public static PatchException Busy(string what) => new(
        ErrorIds.PackageManagerBusy,
        ErrorKind.ResourceBusy,
        $"The Windows Update Agent is in use: {what}. Nothing was installed.",
        Agent,
        "Wait for it to end, or wait longer with -LockTimeout.");
}
