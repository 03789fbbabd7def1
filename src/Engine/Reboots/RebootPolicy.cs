using System.Globalization;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Decides about restarts. Nothing here looks at the system or changes it.</summary>
public static class RebootPolicy
{
    /// <summary>How often a restart is asked for that does not happen.</summary>
    public const int MaximumTries = 4;

    // The time of the start is counted back from two clocks that are read one after the other.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(3);

    /// <summary>What an install that starts has to do.</summary>
    /// <param name="marker">What an earlier run left; null where there is nothing.</param>
    /// <param name="agent">Whether, and for which command, the agent started this run.</param>
    /// <param name="associationId">The association that this run is for; empty where it is for none.</param>
    /// <param name="bootTime">When the system started; null where that is not known.</param>
    /// <param name="option">This run's.</param>
    /// <param name="system">Decides how the agent is asked.</param>
    /// <remarks>Where the time of the start is not known, the agent's rerun of a command counts as proof of a restart:
    /// a patch round left out is the smaller harm than a system that restarts in circles. For the number of tries it is no proof.</remarks>
    public static StartDecision AtStart(RebootMarker? marker, AgentContext agent, string associationId, DateTimeOffset? bootTime, RebootOption option, SystemKind system)
    {
        if (marker is null)
            return new StartDecision { Kind = StartDecisionKind.Proceed, Reason = "No earlier run waits for a restart." };

        var hasBooted = bootTime is { } time && time - marker.RequestedAt >= -s_clockTolerance;
        // A run that must not restart never leaves a marker: this is not the rerun of the one that did.
        if (option == RebootOption.NoReboot || !IsRerun(marker, agent, associationId))
        {
            return new StartDecision
            {
                Kind = StartDecisionKind.Proceed,
                Marker = hasBooted ? null : marker,
                HasBootedSince = hasBooted,
                Reason = hasBooted
                    ? $"The system has restarted since another run asked for it on {Text(marker.RequestedAt)}."
                    : $"Another run asked for a restart on {Text(marker.RequestedAt)}, and none is known to have happened.",
            };
        }

        if (hasBooted || bootTime is null)
        {
            return new StartDecision
            {
                Kind = StartDecisionKind.FinishReport,
                ExitCode = marker.ExitCodeAfter,
                HasBootedSince = hasBooted,
                Reason = hasBooted
                    ? $"The system has restarted since this command asked for it on {Text(marker.RequestedAt)}: its result is reported, and nothing more is installed."
                    : $"This command asked for a restart on {Text(marker.RequestedAt)} and was started again; when the system started is not known. Its result is reported, and nothing more is installed.",
            };
        }

        if (marker.Tries >= MaximumTries)
            return new StartDecision { Kind = StartDecisionKind.GiveUp, ExitCode = ExitCodes.RebootFailure, Reason = GiveUpReason(marker) };

        var again = marker with { Tries = marker.Tries + 1 };
        return new StartDecision
        {
            Kind = StartDecisionKind.AskAgain,
            ExitCode = RequestTo(system),
            Marker = again,
            Reason = $"This command asked for a restart on {Text(marker.RequestedAt)}, and the system has not restarted. It is asked for again, for the {Ordinal(again.Tries)} time of at most {Text(MaximumTries)}.",
        };
    }

    /// <summary>Whether the system is restarted when an install has done its work.</summary>
    public static RebootDecision AfterInstall(RebootSituation situation)
    {
        if (!situation.IsRunningSystem)
            return new RebootDecision { Kind = RebootDecisionKind.NotNeeded, Reason = "A system image does not run, so nothing is restarted." };
        if (!situation.InstalledSomething && !situation.PendingFound)
            return new RebootDecision { Kind = RebootDecisionKind.NotNeeded, Reason = "Nothing was installed, and no patch waits for a restart." };

        var why = situation.InstalledSomething ? "Patches were installed" : "Patches of an earlier run wait for a restart";
        if (situation.Option == RebootOption.NoReboot)
        {
            return new RebootDecision
            {
                Kind = RebootDecisionKind.NotAllowed,
                Reason = $"{why}, and the reboot option {nameof(RebootOption.NoReboot)} keeps the system from being restarted. Restart it when it suits.",
            };
        }

        if (situation.Marker is { Tries: >= MaximumTries } marker)
            return new RebootDecision { Kind = RebootDecisionKind.GiveUp, ExitCode = ExitCodes.RebootFailure, Reason = GiveUpReason(marker) };

        var tries = (situation.Marker?.Tries ?? 0) + 1;
        return situation.Agent.IsPresent
            ? new RebootDecision { Kind = RebootDecisionKind.AskAgent, ExitCode = RequestTo(situation.System), Tries = tries, Reason = $"{why}: the Systems Manager agent is asked to restart the system." }
            : new RebootDecision { Kind = RebootDecisionKind.RestartHere, Tries = tries, Reason = $"{why}: the system is restarted." };
    }

    private static bool IsRerun(RebootMarker marker, AgentContext agent, string associationId)
    {
        if (!marker.UnderAgent || !agent.IsPresent)
            return false;
        if (marker.CommandId.Length > 0 && agent.CommandId.Length > 0)
            return string.Equals(marker.CommandId, agent.CommandId, StringComparison.Ordinal);
        return associationId.Length > 0 && string.Equals(marker.AssociationId, associationId, StringComparison.Ordinal);
    }

    private static int RequestTo(SystemKind system) =>
        system == SystemKind.Windows ? ExitCodes.RebootRequestedOnWindows : ExitCodes.RebootRequested;

    private static string GiveUpReason(RebootMarker marker) =>
        $"The system was asked {Text(marker.Tries)} times to restart, first on {Text(marker.RequestedAt)}, and has not done so. "
        + "Find out what keeps it from restarting, for example an inhibitor or a cancelled shutdown, and restart it by hand.";

    private static string Ordinal(int number) => number switch
    {
        2 => "second",
        3 => "third",
        _ => Text(number) + "th",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
