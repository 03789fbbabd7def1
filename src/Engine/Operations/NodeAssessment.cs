using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>A node compared with its baseline.</summary>
internal sealed record NodeAssessment
{
    public required Node Node { get; init; }

    public required PatchBaseline Baseline { get; init; }

    public required PatchEvaluator Evaluator { get; init; }

    public required Inventory Inventory { get; init; }

    public required IReadOnlyList<PatchDecision> Decisions { get; init; }

    /// <summary>Windows: updates that are approved and not applicable, beyond those that have a decision.</summary>
    public int UnreportedNotApplicableCount { get; init; }

    /// <summary>Whether something that is installed waits for a restart, whatever its state is otherwise.</summary>
    public bool IsRestartPending(PatchStates states) => states.Waiting(InstalledVersion, Node.BootTime).Any();

    /// <summary>The state file after a run: what the records say, and what waits for a restart beside them.</summary>
    /// <param name="records">The run's.</param>
    /// <param name="states">What the records were made with.</param>
    public PatchStates StateFile(IReadOnlyList<PatchRecord> records, PatchStates states) =>
        PatchStates.Of(records, states.LastNoRebootInstallOperationTime).Carrying(states, InstalledVersion, Node.BootTime);

    /// <summary>The same judged anew with what an install has changed, for where the packages cannot be read again.</summary>
    public NodeAssessment With(IReadOnlyList<PackageChange> changes)
    {
        Dictionary<string, PackageChange> open = changes.ToDictionary(change => change.Id, change => change, StringComparer.Ordinal);
        List<InventoryEntry> entries = [];
        foreach (InventoryEntry entry in Inventory.Entries)
        {
            entries.Add(open.TryGetValue(entry.Id, out PackageChange? change) ? entry with { Installed = InstalledBy(change) } : entry);
            open.Remove(entry.Id);
        }

        // What came along was not there before, so that nothing is known of it but this.
        foreach (PackageChange change in open.Values.Where(change => change.ToVersion.Length > 0))
        {
            int dot = change.Id.LastIndexOf('.');
            entries.Add(new InventoryEntry
            {
                Name = dot < 0 ? change.Id : change.Id[..dot],
                Architecture = dot < 0 ? "" : change.Id[(dot + 1)..],
                Installed = InstalledBy(change),
            });
        }

        Inventory inventory = Inventory with { Entries = entries };
        return this with { Inventory = inventory, Decisions = Evaluator.Evaluate(inventory), _installed = null };
    }

    /// <summary>The installed version by id; null where it is not installed.</summary>
    public string? InstalledVersion(string id) =>
        (_installed ??= IndexInstalled()).TryGetValue(id, out string? version) ? version : null;

    /// <summary>Whether a package is only half installed, by id.</summary>
    public bool IsUnfinished(string id) =>
        Inventory.Entries.Any(entry => entry.Installed is { IsHalfInstalled: true } && string.Equals(entry.Id, id, StringComparison.Ordinal));

    private Dictionary<string, string>? _installed;

    private static InstalledPackage? InstalledBy(PackageChange change) =>
        change.ToVersion.Length == 0 ? null : new InstalledPackage { Version = change.ToVersion };

    private Dictionary<string, string> IndexInstalled()
    {
        Dictionary<string, string> installed = new(StringComparer.Ordinal);
        foreach (InventoryEntry entry in Inventory.Entries)
        {
            if (entry.Installed is { } package)
                installed[entry.Id] = package.Version;
        }

        return installed;
    }
}
