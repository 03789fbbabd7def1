namespace PatchBaselineAssociation.Reboots;

public enum StartDecisionKind
{
    /// <summary>Patch as usual.</summary>
    Proceed,

    /// <summary>This is the rerun after the restart: look and report, install nothing.</summary>
    FinishReport,

    /// <summary>This is a rerun without a restart in between: ask for it again, and do nothing else.</summary>
    AskAgain,

    /// <summary>The system was asked often enough.</summary>
    GiveUp,
}
