using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>An install that is killed at every write and between all steps: the next scan says what it would have said had nothing been cut off, and the next install completes.</summary>
public sealed class CrashTests : IDisposable
{
    /// <summary>Set to 1: every point. Otherwise all of the state folder's, and a sample of the others.</summary>
    private const string AllVariable = "CRASH_ALL_POINTS";

    private const int SampledEvents = 12;
    private const int SampledChanges = 8;

    private readonly CrashScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(RebootOption.NoReboot)]
    [InlineData(RebootOption.RebootIfNeeded)]
    public async Task Killed_at_any_point_it_leaves_what_the_next_run_understands(RebootOption option)
    {
        await _scene.PrepareAsync();
        IReadOnlyList<string> before = await _scene.ScanAsync(new RecordedEvents());
        IReadOnlyList<string> points = await _scene.PointsAsync(option);
        IReadOnlyList<string> after = await _scene.ScanAsync(new RecordedEvents());
        IReadOnlyList<string> automatic = _scene.Automatic();
        Assert.Equal(["Package: auto", "Package: needed"], automatic);
        Assert.Contains("earlier.all InstalledPendingReboot 2  NonCompliant", before);
        Assert.Equal(5, after.Count(line => line.Contains("InstalledPendingReboot", StringComparison.Ordinal)));

        List<string> failures = [];
        int rounds = 0;
        foreach ((string kind, int number, string point) in Choose(points))
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

        TestContext.Current.TestOutputHelper?.WriteLine($"{option}: {rounds} kills, of {points.Count} points.");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private async Task KillAndRecoverAsync(
        RebootOption option, string kind, int number, IReadOnlyList<string> before, IReadOnlyList<string> after, IReadOnlyList<string> automatic)
    {
        _scene.Reset();
        using (SignalledProcess host = _scene.StartHost(option, kind, $"{number}"))
            Assert.Equal(CrashScene.KilledExitCode, (await host.FinishAsync()).ExitCode);
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
    private static IEnumerable<(string Kind, int Number, string Point)> Choose(IReadOnlyList<string> points)
    {
        bool isAll = Environment.GetEnvironmentVariable(AllVariable) == "1";
        string[] changes = [.. points.Where(point => point.StartsWith("change ", StringComparison.Ordinal))];
        string[] events = [.. points.Where(point => point.StartsWith("event ", StringComparison.Ordinal))];
        int others = changes.Count(change => !IsOfState(change));
        int other = 0;
        for (int i = 0; i < changes.Length; i++)
        {
            bool isOfState = IsOfState(changes[i]);
            if (!isOfState && !isAll && !IsSampled(other++, others, SampledChanges))
                continue;
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
