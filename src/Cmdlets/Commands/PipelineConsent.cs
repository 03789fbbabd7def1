using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>Asks by PowerShell's ShouldProcess: once for the transaction, once for the restart, and before that, where there is something, once for what was interrupted.</summary>
internal sealed class PipelineConsent(Cmdlet command, EventPump pump) : IInstallConsent
{
    /// <exception cref="PatchException">Nobody can be asked: the host has no one, or no way.</exception>
    public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => Ask(nodeId, EngineCommand.RepairActionOf(unfinished));

    /// <exception cref="PatchException">Nobody can be asked: the host has no one, or no way.</exception>
    public bool MayInstall(PatchPlan plan) => Ask(plan.NodeId, EngineCommand.ActionOf(plan));

    /// <summary>By now everything is installed: whatever goes wrong with the question must not take the result with it.</summary>
    public bool MayRestart(string nodeId, string reason)
    {
        try
        {
            return pump.Ask(() => command.ShouldProcess(nodeId, EngineCommand.RestartAction));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            pump.Warn(ErrorIds.RestartRefused, $"Nobody could be asked whether the node may be restarted, so it is not: {exception.Message}", nodeId);
            return false;
        }
    }

    private bool Ask(string nodeId, string action)
    {
        try
        {
            return pump.Ask(() => command.ShouldProcess(nodeId, action));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new PatchException(
                ErrorIds.ConfirmationFailed,
                ErrorKind.InvalidOperation,
                $"Nobody could be asked whether to install: {exception.Message} No patch was installed.",
                nodeId,
                "Give -Confirm:$false where nobody can answer, or set $ConfirmPreference.",
                exception);
        }
    }
}
