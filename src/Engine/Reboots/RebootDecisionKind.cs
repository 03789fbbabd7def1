namespace PatchBaselineAssociation.Reboots;

public enum RebootDecisionKind
{
    NotNeeded,

    /// <summary>A restart is due, and the reboot option forbids it.</summary>
    NotAllowed,

    /// <summary>The exit code asks the agent.</summary>
    AskAgent,

    /// <summary>The module restarts the system itself.</summary>
    RestartHere,

    /// <summary>The system was asked often enough; the marker is to be removed.</summary>
    GiveUp,
}
