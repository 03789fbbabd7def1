using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>What tests of installs have in common: a root, its archives, and an install.</summary>
public abstract class AptInstallTest : IDisposable
{
    private protected AptRoot Root { get; init; } = AptRoot.Runnable();

    private protected AptInstall Install { get; init; } = new();

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
        Install.Dispose();
        Root.Dispose();
    }

    private protected string Security(params TestPackage[] packages) => Root.AddRepository("security", "bookworm-security", packages, "Debian-Security");

    private protected string Main(params TestPackage[] packages) => Root.AddRepository("main", "bookworm", packages);

    private protected static PatchRecord Record(PatchOperationResult result, string id) => AptInstall.Record(result, id);

    /// <summary>Fails with the reason where the state is another.</summary>
    private protected static PatchRecord AssertState(PatchState state, PatchOperationResult result, string id)
    {
        PatchRecord record = Record(result, id);
        Assert.True(state == record.State, $"{id} is {record.State}: {record.Reason}");
        return record;
    }

    /// <summary>A failed patch whose reason has the words.</summary>
    private protected static void AssertFailed(PatchOperationResult result, string id, params string[] words)
    {
        PatchRecord record = AssertState(PatchState.Failed, result, id);
        Assert.Equal(PatchCompliance.NonCompliant, record.Compliance);
        Assert.All(words, word => Assert.True(record.Reason.Contains(word, StringComparison.Ordinal), $"'{word}' is not in: {record.Reason}"));
    }

    /// <summary>The plan of what is done, in the order of ids: "Upgrade subject.all 1 2".</summary>
    private protected static IReadOnlyList<string> Steps(PatchPlan plan) =>
    [
        .. plan.Items.Where(item => item.Action is not (PatchPlanAction.Refuse or PatchPlanAction.Keep))
            .OrderBy(item => item.Id, StringComparer.Ordinal)
            .Select(item => $"{item.Action} {item.Id} {item.InstalledVersion} {item.Version}"),
    ];

    /// <summary>What was changed, put as a plan puts it.</summary>
    private protected static IReadOnlyList<string> Steps(PatchOperationResult result) =>
    [
        .. result.Changes.OrderBy(change => change.Id, StringComparer.Ordinal).Select(change =>
            $"{(change.FromVersion.Length == 0 ? PatchPlanAction.Install : change.ToVersion.Length == 0 ? PatchPlanAction.Remove : PatchPlanAction.Upgrade)} {change.Id} {change.FromVersion} {change.ToVersion}"),
    ];
}
