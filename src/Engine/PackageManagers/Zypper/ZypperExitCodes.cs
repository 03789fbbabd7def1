namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What zypper's exit codes mean for a call.</summary>
internal static class ZypperExitCodes
{
    /// <summary>Whether an answer to a question is complete: what was skipped is told by its messages.</summary>
    public static bool IsAnswer(int exitCode) => (ZypperExitCode)exitCode is ZypperExitCode.Ok or ZypperExitCode.UpdateNeeded or ZypperExitCode.SecurityUpdateNeeded
        or ZypperExitCode.RebootNeeded or ZypperExitCode.CapabilityNotFound or ZypperExitCode.RepositoriesSkipped;

    /// <summary>Whether all that was asked for was done.</summary>
    public static bool IsDone(int exitCode) => (ZypperExitCode)exitCode is ZypperExitCode.Ok or ZypperExitCode.UpdateNeeded or ZypperExitCode.SecurityUpdateNeeded
        or ZypperExitCode.RebootNeeded or ZypperExitCode.RestartNeeded or ZypperExitCode.RepositoriesSkipped or ZypperExitCode.RpmScriptFailed;

    /// <summary>In words, for where zypper said nothing.</summary>
    public static string Describe(int exitCode) => (ZypperExitCode)exitCode switch
    {
        ZypperExitCode.Ok => "it did all that it was asked for",
        ZypperExitCode.Bug => "it met an error of its own, or a configuration that it cannot read",
        ZypperExitCode.Syntax => "it does not know the command",
        ZypperExitCode.InvalidArguments => "it does not know an argument",
        ZypperExitCode.LibraryError => "its library reported a problem",
        ZypperExitCode.Privileges => "it lacks rights",
        ZypperExitCode.NoRepositories => "no repository is defined",
        ZypperExitCode.Locked => "another process has its lock",
        ZypperExitCode.CommitFailed => "an error occurred during the installation or removal of packages",
        ZypperExitCode.UpdateNeeded => "patches are needed",
        ZypperExitCode.SecurityUpdateNeeded => "security patches are needed",
        ZypperExitCode.RebootNeeded => "a restart of the system is needed",
        ZypperExitCode.RestartNeeded => "it has updated itself and has to be started again",
        ZypperExitCode.CapabilityNotFound => "something that it was asked for is in no repository",
        ZypperExitCode.OnSignal => "a signal ended it",
        ZypperExitCode.RepositoriesSkipped => "it left repositories out",
        ZypperExitCode.RpmScriptFailed => "a script that is run after a package was put on failed",
        _ => "the exit code is not one of those that it has",
    };
}
