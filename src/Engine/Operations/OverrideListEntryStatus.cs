namespace PatchBaselineAssociation.Operations;

/// <summary>What becomes of an entry of an install override list.</summary>
public enum OverrideListEntryStatus
{
    /// <summary>An install puts something on by it.</summary>
    Installs,

    /// <summary>All that it names is installed already, or older than what is.</summary>
    NothingToDo,

    /// <summary>It names nothing on this node.</summary>
    MatchesNothing,

    /// <summary>A setting of the administrator's, or missing trust, keeps it away.</summary>
    KeptAway,

    /// <summary>The package manager cannot put it on, or only at a price that is not paid.</summary>
    Refused,

    /// <summary>It is no entry. An install refuses the whole list because of it.</summary>
    Invalid,
}
