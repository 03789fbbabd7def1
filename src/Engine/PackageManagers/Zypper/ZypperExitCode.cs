namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>zypper's exit codes. Those from 100 on are no errors: they tell something of what was done.</summary>
internal enum ZypperExitCode
{
    Ok = 0,
    Bug = 1,
    Syntax = 2,
    InvalidArguments = 3,
    LibraryError = 4,
    Privileges = 5,
    NoRepositories = 6,
    Locked = 7,
    CommitFailed = 8,

    /// <summary>There are patches.</summary>
    UpdateNeeded = 100,

    /// <summary>There are security patches.</summary>
    SecurityUpdateNeeded = 101,

    /// <summary>What was put on asks for a restart of the system.</summary>
    RebootNeeded = 102,

    /// <summary>zypper itself was updated: what is left has to be done by the new one.</summary>
    RestartNeeded = 103,

    /// <summary>Something that was asked for is in no repository.</summary>
    CapabilityNotFound = 104,

    /// <summary>A signal ended it.</summary>
    OnSignal = 105,

    /// <summary>Repositories were left out.</summary>
    RepositoriesSkipped = 106,

    /// <summary>Packages are on, but a script of theirs that is run afterwards failed.</summary>
    RpmScriptFailed = 107,
}
