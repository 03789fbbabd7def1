using CsCheck;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class RebootPolicyTests
{
    [Fact]
    public void Without_a_marker_the_run_patches()
    {
        var decision = AtStart(marker: null);

        Assert.Equal((StartDecisionKind.Proceed, null, null, false), (decision.Kind, decision.ExitCode, decision.Marker, decision.HasBootedSince));
    }

    [Theory]
    [InlineData(-3600, StartDecisionKind.AskAgain)]
    [InlineData(-3.1, StartDecisionKind.AskAgain)]
    [InlineData(-3, StartDecisionKind.FinishReport)]
    [InlineData(0, StartDecisionKind.FinishReport)]
    [InlineData(90, StartDecisionKind.FinishReport)]
    public void A_start_after_the_request_is_the_restart(double secondsAfter, StartDecisionKind kind)
    {
        var decision = AtStart(RebootSamples.Marker(exitCodeAfter: 2), secondsAfter: secondsAfter);

        Assert.Equal(kind, decision.Kind);
        Assert.Equal(kind == StartDecisionKind.FinishReport, decision.HasBootedSince);
        Assert.Equal(kind == StartDecisionKind.FinishReport ? 2 : 194, decision.ExitCode);
        Assert.Equal(kind == StartDecisionKind.FinishReport ? null : RebootSamples.Marker(tries: 2, exitCodeAfter: 2), decision.Marker);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_rerun_ends_with_what_the_run_would_have(int exitCodeAfter) =>
        Assert.Equal(exitCodeAfter, AtStart(RebootSamples.Marker(exitCodeAfter: exitCodeAfter), secondsAfter: 60).ExitCode);

    [Fact]
    public void A_rerun_at_an_unknown_time_after_the_start_reports()
    {
        var decision = AtStart(RebootSamples.Marker(exitCodeAfter: 1), secondsAfter: null);

        Assert.Equal((StartDecisionKind.FinishReport, 1, false), (decision.Kind, decision.ExitCode, decision.HasBootedSince));
    }

    [Theory]
    // The command tells, where both have one.
    [InlineData("c1", "", "c1", "", true)]
    [InlineData("c1", "", "c2", "", false)]
    [InlineData("c1", "a1", "c2", "a1", false)]
    [InlineData("c1", "a1", "c1", "a2", true)]
    // Otherwise the association.
    [InlineData("", "a1", "", "a1", true)]
    [InlineData("c1", "a1", "", "a1", true)]
    [InlineData("", "a1", "c1", "a1", true)]
    [InlineData("", "a1", "", "a2", false)]
    [InlineData("c1", "", "", "a1", false)]
    [InlineData("", "", "", "", false)]
    [InlineData("c1", "", "", "", false)]
    public void The_same_command_or_association_is_a_rerun(string markerCommand, string markerAssociation, string command, string association, bool isRerun)
    {
        var decision = RebootPolicy.AtStart(
            RebootSamples.Marker(commandId: markerCommand, associationId: markerAssociation),
            RebootSamples.Agent(command),
            association,
            RebootSamples.Requested.AddMinutes(1),
            RebootOption.RebootIfNeeded,
            SystemKind.Linux);

        Assert.Equal(isRerun ? StartDecisionKind.FinishReport : StartDecisionKind.Proceed, decision.Kind);
        Assert.True(decision.HasBootedSince);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Only_the_agent_runs_a_command_again(bool wasUnderAgent, bool isUnderAgent)
    {
        var marker = RebootSamples.Marker(underAgent: wasUnderAgent, associationId: RebootSamples.Association);
        var agent = isUnderAgent ? RebootSamples.Agent() : new AgentContext { CommandId = RebootSamples.Command };

        foreach (var minutes in new[] { -1, 1 })
        {
            var decision = RebootPolicy.AtStart(marker, agent, RebootSamples.Association, RebootSamples.Requested.AddMinutes(minutes), RebootOption.RebootIfNeeded, SystemKind.Linux);

            Assert.Equal((StartDecisionKind.Proceed, null), (decision.Kind, decision.ExitCode));
        }
    }

    [Theory]
    [InlineData(60.0, true)]
    [InlineData(-60.0, false)]
    [InlineData(null, false)]
    public void What_another_run_asked_for_counts_until_the_system_has_restarted(double? secondsAfter, bool hasBooted)
    {
        var marker = RebootSamples.Marker(tries: 3, commandId: "another");

        var decision = AtStart(marker, secondsAfter);

        Assert.Equal((StartDecisionKind.Proceed, hasBooted), (decision.Kind, decision.HasBootedSince));
        Assert.Equal(hasBooted ? null : marker, decision.Marker);
    }

    [Theory]
    [InlineData(60.0)]
    [InlineData(-60.0)]
    [InlineData(null)]
    public void A_run_that_must_not_restart_is_never_a_rerun(double? secondsAfter) =>
        Assert.Equal((StartDecisionKind.Proceed, null), (AtStart(RebootSamples.Marker(), secondsAfter, RebootOption.NoReboot) is var decision ? (decision.Kind, decision.ExitCode) : default));

    [Theory]
    [InlineData(1, StartDecisionKind.AskAgain)]
    [InlineData(3, StartDecisionKind.AskAgain)]
    [InlineData(4, StartDecisionKind.GiveUp)]
    [InlineData(int.MaxValue, StartDecisionKind.GiveUp)]
    public void Four_tries_are_enough(int tries, StartDecisionKind kind)
    {
        var decision = AtStart(RebootSamples.Marker(tries), secondsAfter: -60);

        Assert.Equal((kind, kind == StartDecisionKind.GiveUp ? 3 : 194), (decision.Kind, decision.ExitCode));
        Assert.Equal(kind == StartDecisionKind.GiveUp ? null : RebootSamples.Marker(tries + 1), decision.Marker);
    }

    [Theory]
    [InlineData(SystemKind.Linux, 194)]
    [InlineData(SystemKind.MacOS, 194)]
    [InlineData(SystemKind.Windows, 3010)]
    public void Every_system_is_asked_with_its_own_code(SystemKind system, int exitCode)
    {
        var again = RebootPolicy.AtStart(RebootSamples.Marker(), RebootSamples.Agent(), "", RebootSamples.Requested.AddHours(-1), RebootOption.RebootIfNeeded, system);
        var first = RebootPolicy.AfterInstall(RebootSamples.Situation() with { Agent = RebootSamples.Agent(), System = system });

        Assert.Equal((exitCode, exitCode), (again.ExitCode, first.ExitCode));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_marker_from_the_end_of_the_calendar_does_no_harm(string requestedAt)
    {
        var marker = RebootSamples.Marker() with { RequestedAt = DateTimeOffset.Parse(requestedAt) };

        foreach (var bootTime in new[] { DateTimeOffset.MinValue, RebootSamples.Requested, DateTimeOffset.MaxValue })
            Assert.NotEqual(StartDecisionKind.Proceed, RebootPolicy.AtStart(marker, RebootSamples.Agent(), "", bootTime, RebootOption.RebootIfNeeded, SystemKind.Linux).Kind);
    }

    [Theory]
    [InlineData(RebootOption.RebootIfNeeded, true, false, true, false, RebootDecisionKind.RestartHere)]
    [InlineData(RebootOption.RebootIfNeeded, false, true, true, false, RebootDecisionKind.RestartHere)]
    [InlineData(RebootOption.RebootIfNeeded, true, true, true, true, RebootDecisionKind.AskAgent)]
    [InlineData(RebootOption.RebootIfNeeded, false, true, true, true, RebootDecisionKind.AskAgent)]
    [InlineData(RebootOption.RebootIfNeeded, false, false, true, true, RebootDecisionKind.NotNeeded)]
    [InlineData(RebootOption.NoReboot, false, false, true, false, RebootDecisionKind.NotNeeded)]
    [InlineData(RebootOption.NoReboot, true, false, true, false, RebootDecisionKind.NotAllowed)]
    [InlineData(RebootOption.NoReboot, false, true, true, true, RebootDecisionKind.NotAllowed)]
    [InlineData(RebootOption.RebootIfNeeded, true, true, false, false, RebootDecisionKind.NotNeeded)]
    [InlineData(RebootOption.RebootIfNeeded, true, true, false, true, RebootDecisionKind.NotNeeded)]
    [InlineData(RebootOption.NoReboot, true, true, false, false, RebootDecisionKind.NotNeeded)]
    public void A_restart_follows_from_what_was_done(RebootOption option, bool installed, bool pending, bool isRunning, bool underAgent, RebootDecisionKind kind)
    {
        var decision = RebootPolicy.AfterInstall(RebootSamples.Situation(option) with
        {
            InstalledSomething = installed,
            PendingFound = pending,
            IsRunningSystem = isRunning,
            Agent = underAgent ? RebootSamples.Agent() : new AgentContext(),
        });

        Assert.Equal(kind, decision.Kind);
        Assert.Equal(kind == RebootDecisionKind.AskAgent ? 194 : null, decision.ExitCode);
        Assert.Equal(kind is RebootDecisionKind.AskAgent or RebootDecisionKind.RestartHere ? 1 : 0, decision.Tries);
    }

    [Theory]
    [InlineData(3, true, RebootDecisionKind.AskAgent, 4, 194)]
    [InlineData(3, false, RebootDecisionKind.RestartHere, 4, null)]
    [InlineData(4, true, RebootDecisionKind.GiveUp, 0, 3)]
    [InlineData(4, false, RebootDecisionKind.GiveUp, 0, 3)]
    public void Tries_of_other_runs_count_while_the_system_has_not_restarted(int before, bool underAgent, RebootDecisionKind kind, int tries, int? exitCode)
    {
        var decision = RebootPolicy.AfterInstall(RebootSamples.Situation() with
        {
            Agent = underAgent ? RebootSamples.Agent() : new AgentContext(),
            Marker = RebootSamples.Marker(before),
        });

        Assert.Equal((kind, tries, exitCode), (decision.Kind, decision.Tries, decision.ExitCode));
    }

    [Fact]
    public void Giving_up_says_what_to_do()
    {
        var start = AtStart(RebootSamples.Marker(tries: 4), secondsAfter: -60).Reason;

        Assert.StartsWith("The system was asked 4 times to restart, first on 2026-11-25 02:15:00 UTC, and has not done so. ", start, StringComparison.Ordinal);
        Assert.Equal(start, RebootPolicy.AfterInstall(RebootSamples.Situation() with { Marker = RebootSamples.Marker(tries: 4) }).Reason);
    }

    /// <summary>Runs of several commands, with the agent and without, on a system that restarts only now and then.</summary>
    [Fact]
    public void Never_more_than_four_requests_come_without_a_restart() =>
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[0, 9]).Array[1, 60].Sample(runs =>
        {
            RebootMarker? marker = null;
            var now = RebootSamples.Requested;
            var boot = now.AddDays(-1);
            var requests = 0;
            foreach (var (command, underAgent, installs, chance) in runs)
            {
                now = now.AddHours(1);
                if (chance == 0)
                    (boot, requests) = (now.AddMinutes(-1), 0);
                var agent = underAgent ? RebootSamples.Agent($"command-{command}") : new AgentContext();
                var start = RebootPolicy.AtStart(marker, agent, "", boot, RebootOption.RebootIfNeeded, SystemKind.Linux);
                marker = start.Marker;
                if (start.Kind == StartDecisionKind.AskAgain)
                    requests++;
                if (start.Kind == StartDecisionKind.GiveUp)
                    requests = 0;
                if (start.Kind == StartDecisionKind.Proceed)
                    AfterInstall(agent, installs);
                Assert.InRange(requests, 0, 4);
                Assert.InRange(marker?.Tries ?? 0, 0, 4);
            }

            void AfterInstall(AgentContext agent, bool installs)
            {
                var decision = RebootPolicy.AfterInstall(RebootSamples.Situation() with { InstalledSomething = installs, Agent = agent, Marker = marker });
                if (decision.Kind is RebootDecisionKind.AskAgent or RebootDecisionKind.RestartHere)
                {
                    requests++;
                    marker = RebootSamples.Marker(decision.Tries, commandId: agent.CommandId, underAgent: agent.IsPresent) with { RequestedAt = now };
                }

                if (decision.Kind == RebootDecisionKind.GiveUp)
                    (marker, requests) = (null, 0);
            }
        });

    [Fact]
    public void NoReboot_never_restarts() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 6], Gen.Enum<SystemKind>(), Gen.Int[-100, 100]).Sample((installed, pending, isRunning, underAgent, tries, system, seconds) =>
        {
            var agent = underAgent ? RebootSamples.Agent() : new AgentContext();
            var marker = tries == 0 ? null : RebootSamples.Marker(tries, underAgent: pending);

            var start = RebootPolicy.AtStart(marker, agent, "", RebootSamples.Requested.AddSeconds(seconds), RebootOption.NoReboot, system);
            var end = RebootPolicy.AfterInstall(RebootSamples.Situation(RebootOption.NoReboot) with
            {
                InstalledSomething = installed,
                PendingFound = pending,
                IsRunningSystem = isRunning,
                Agent = agent,
                Marker = start.Marker,
                System = system,
            });

            Assert.Equal((StartDecisionKind.Proceed, null), (start.Kind, start.ExitCode));
            Assert.True(end.Kind is RebootDecisionKind.NotNeeded or RebootDecisionKind.NotAllowed);
            Assert.Equal((null, 0), (end.ExitCode, end.Tries));
        });

    private static StartDecision AtStart(RebootMarker? marker, double? secondsAfter = 0, RebootOption option = RebootOption.RebootIfNeeded) => RebootPolicy.AtStart(
        marker,
        RebootSamples.Agent(),
        "",
        secondsAfter is { } seconds ? RebootSamples.Requested.AddSeconds(seconds) : null,
        option,
        SystemKind.Linux);
}
