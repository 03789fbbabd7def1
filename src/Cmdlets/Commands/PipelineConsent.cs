using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>Asks by PowerShell's ShouldProcess: once for the transaction, once for the restart.</summary>
internal sealed class PipelineConsent(Cmdlet command, EventPump pump) : IInstallConsent
{
    public bool MayInstall(PatchPlan plan) => pump.Ask(() => command.ShouldProcess(plan.NodeId, InstallPatchBaselineCommand.ActionOf(plan)));

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
}
