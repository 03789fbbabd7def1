namespace PatchBaselineAssociation.Operations;

/// <summary>What an install did about a restart of the system.</summary>
public enum RestartStatus
{
    /// <summary>None is due.</summary>
    NotNeeded,

    /// <summary>One is due, and the reboot option forbids it.</summary>
    NotAllowed,

    /// <summary>One is due, and whoever ran the install did not want it now.</summary>
    Declined,

    /// <summary>The exit code asks the agent for it.</summary>
    AskedOfAgent,

    /// <summary>The system restarts in a minute.</summary>
    Scheduled,

    /// <summary>The system could not be asked.</summary>
    Failed,

    /// <summary>The system was asked as often as is sensible, and has not restarted.</summary>
    GivenUp,

    /// <summary>This is the run after the restart that the one before asked for: nothing was installed, the result is reported.</summary>
    Done,
}
