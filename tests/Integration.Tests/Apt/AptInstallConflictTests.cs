using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Patches that do not go together.</summary>
public sealed class AptInstallConflictTests : AptInstallTest
{
    private readonly CountingProcessRunner _processes;

    public AptInstallConflictTests()
    {
        RecordedEvents events = new();
        _processes = new CountingProcessRunner(new ProcessRunner(events));
        Install = new AptInstall { Processes = _processes };
    }

    [Fact]
    public async Task Of_two_that_conflict_one_is_put_on()
    {
        Publish(conflicts: 1, others: 3);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((2, 1, 4), (result.ExitCode, result.FailedCount, result.InstalledCount));
        PatchRecord failed = Assert.Single(result.Patches, record => record.State == PatchState.Failed);
        Assert.Contains("conflict", failed.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Many_conflicts_take_a_bounded_number_of_questions()
    {
        const int Conflicts = 10, Others = 40;
        Publish(Conflicts, Others);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((Conflicts, Conflicts + Others), (result.FailedCount, result.InstalledCount));
        // Each of them is found by halving 60 patches, and a half that is refused costs two questions.
        Assert.InRange(_processes.Count("--simulate"), 1, 2 * Conflicts * 6);
    }

    [Fact]
    public async Task Without_conflicts_the_solver_is_asked_once_for_the_plan_and_once_before_it_is_carried_out()
    {
        Publish(conflicts: 0, others: 5);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((5, 2), (result.InstalledCount, _processes.Count("--simulate")));
    }

    private void Publish(int conflicts, int others)
    {
        TestPackage[] plain = [.. Enumerable.Range(0, others).Select(number => new TestPackage($"plain{number:00}", "1"))];
        TestPackage[] pairs = [.. Enumerable.Range(0, conflicts).SelectMany(number => new[] { new TestPackage($"left{number:00}", "1"), new TestPackage($"right{number:00}", "1") })];
        Root.Install([.. plain, .. pairs]);
        Security([
            .. plain.Select(package => package with { Version = "2" }),
            .. pairs.Select(package => package with
            {
                Version = "2",
                ControlFields = package.Name.StartsWith("left", StringComparison.Ordinal) ? $"Conflicts: right{package.Name[4..]} (>= 2)\n" : "",
            }),
        ]);
    }
}
