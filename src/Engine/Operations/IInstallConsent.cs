using PatchBaselineAssociation.Installation;

namespace PatchBaselineAssociation.Operations;

/// <summary>Asks whoever runs an install, as a port. Called once each at most, on the engine's thread.</summary>
public interface IInstallConsent
{
    /// <summary>Before what an interrupted transaction left is finished; asked only where there is something.</summary>
    /// <param name="nodeId">The system.</param>
    /// <param name="unfinished">The packages that are not whole.</param>
    bool MayRepair(string nodeId, IReadOnlyList<string> unfinished);

    /// <summary>Before anything is installed.</summary>
    bool MayInstall(PatchPlan plan);

    /// <summary>Before the module restarts the system itself. Not asked where the agent does.</summary>
    /// <param name="nodeId">The system.</param>
    /// <param name="reason">A sentence for people.</param>
    bool MayRestart(string nodeId, string reason);
}
