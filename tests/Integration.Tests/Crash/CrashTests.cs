using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>An install that is killed at every write and between all steps: the next scan says what it would have said had nothing been cut off, and the next install completes.</summary>
public sealed class CrashTests : IDisposable
{
    /// <summary>Set to 1: every point. Otherwise all of the state folder's, and a sample of the others.</summary>
    private const string AllVariable = "CRASH_ALL_POINTS";

    private const int SampledEvents = 9;
    private const int SampledChanges = 4;

    /// <summary>What the engine writes is the same with every package manager: of those after the first a few points are enough.</summary>
    private const int SampledOfOthers = 3;
    private const int SampledOfAllOfOthers = 9;

    private CrashScene _scene = null!;

    /// <summary>Where a tool is missing there is none.</summary>
    public void Dispose() => _scene?.Dispose();

    [Theory]
    [InlineData(PackageManagerKind.Apt, RebootOption.NoReboot)]
    [InlineData(PackageManagerKind.Apt, RebootOption.RebootIfNeeded)]
    [InlineData(PackageManagerKind.Dnf, RebootOption.NoReboot)]
    public async Task Killed_at_any_point_it_leaves_what_the_next_run_understands(PackageManagerKind manager, RebootOption option)
    {
        _scene = manager == PackageManagerKind.Apt ? new AptCrashScene() : new DnfCrashScene();
        await _scene.PrepareAsync();
        IReadOnlyList<string> before = await _scene.ScanAsync(new RecordedEvents());
        IReadOnlyList<string> points = await _scene.PointsAsync(option);
        IReadOnlyList<string> after = await _scene.ScanAsync(new RecordedEvents());
        IReadOnlyList<string> automatic = _scene.Automatic();
        Assert.Equal(["auto", "needed"], automatic);
        Assert.Contains(_scene.Earlier, before);
        Assert.Equal(5, after.Count(line => line.Contains("InstalledPendingReboot", StringComparison.Ordinal)));

        List<string> failures = [];
        int rounds = 0;
        foreach ((string kind, int number, string point) in Choose(points, isSample: manager != PackageManagerKind.Apt))
        {
            try
            {
                await KillAndRecoverAsync(option, kind, number, before, after, automatic);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add($"{kind} {number} ({point}): {e.Message}");
            }

            rounds++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{manager}, {option}: {rounds} kills, of {points.Count} points.");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private async Task KillAndRecoverAsync(
        RebootOption option, string kind, int number, IReadOnlyList<string> before, IReadOnlyList<string> after, IReadOnlyList<string> automatic)
    {
        _scene.Reset();
        using (SignalledProcess host = _scene.StartHost(option, kind, $"{number}"))
        {
            // How often apt tells of its progress is its own affair: an event counted once may not come again.
            int exitCode = (await host.FinishAsync()).ExitCode;
            Assert.True(exitCode == CrashScene.KilledExitCode || (exitCode == 0 && kind == "event"), $"It ended with {exitCode}.");
        }

        await _scene.QuietAsync();

        bool isInstalled = _scene.IsInstalled();
        bool wasCutOff = _scene.HasJournal;
        RecordedEvents events = new();
        Assert.Equal(isInstalled ? after : before, await _scene.ScanAsync(events));
        Assert.Equal(wasCutOff ? 1 : 0, events.Warnings.Count(warning => warning.Id == ErrorIds.InstallInterrupted));
        RecordedEvents again = new();
        Assert.Equal(isInstalled ? after : before, await _scene.ScanAsync(again));
        Assert.DoesNotContain(again.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);

        PatchOperationResult result = await _scene.Node.InstallAsync(option, new RecordedEvents());
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(option == RebootOption.NoReboot ? RestartStatus.NotAllowed : RestartStatus.Scheduled, result.Restart);
        Assert.Equal(after, await _scene.ScanAsync(new RecordedEvents()));
        Assert.Equal(automatic, _scene.Automatic());
        Assert.Empty(_scene.Leftovers());
    }

    /// <summary>Kind and number of each point to die at.</summary>
    /// <param name="points">All points.</param>
    /// <param name="isSample">A few of those that are chosen.</param>
    private static IEnumerable<(string Kind, int Number, string Point)> Choose(IReadOnlyList<string> points, bool isSample)
    {
        bool isAll = Environment.GetEnvironmentVariable(AllVariable) == "1";
        (string Kind, int Number, string Point)[] chosen = [.. ChooseAny(points, isAll)];
        return isSample ? chosen.Where((_, i) => IsSampled(i, chosen.Length, isAll ? SampledOfAllOfOthers : SampledOfOthers)) : chosen;
    }

    private static IEnumerable<(string Kind, int Number, string Point)> ChooseAny(IReadOnlyList<string> points, bool isAll)
    {
        string[] changes = [.. points.Where(point => point.StartsWith("change ", StringComparison.Ordinal))];
        string[] events = [.. points.Where(point => point.StartsWith("event ", StringComparison.Ordinal))];
        int others = changes.Count(change => !IsOfState(change));
        int other = 0;
        for (int i = 0; i < changes.Length; i++)
        {
            bool isOfState = IsOfState(changes[i]);
            if (!isOfState && !isAll && !IsSampled(other++, others, SampledChanges))
                continue;

            // What is on the disk before a change is mostly what was there after the one before it.
            if (isAll || !isOfState || i == 0 || !IsOfState(changes[i - 1]) || changes[i].Contains("journal", StringComparison.Ordinal))
                yield return ("before", i + 1, changes[i]);
            if (!isOfState && !isAll)
                continue;
            if (changes[i].StartsWith("change write", StringComparison.Ordinal))
                yield return ("within", i + 1, changes[i]);
            yield return ("after", i + 1, changes[i]);
        }

        for (int i = 0; i < events.Length; i++)
        {
            if (isAll || IsSampled(i, events.Length, SampledEvents))
                yield return ("event", i + 1, events[i]);
        }
    }

    private static bool IsOfState(string change) => change.Contains("/state/", StringComparison.Ordinal) || change.Contains("policy-rc.d", StringComparison.Ordinal);

    private static bool IsSampled(int index, int count, int wanted) => count <= wanted || index * wanted / count != (index - 1) * wanted / count || index == 0;
}
