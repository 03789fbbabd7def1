using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>Windows offers more once something was put on: a servicing stack lets others apply. So what is approved then is put on, too, round by round.
/// What is offered again although it was put on is a loop, and has failed.</summary>
/// <param name="events">Is told of each round.</param>
/// <param name="execute">Puts on what an assessment asks for, given what was changed before.</param>
/// <param name="assess">Looks again, given what was changed.</param>
internal sealed class UpdateRounds(
    IEventSink events,
    Func<NodeAssessment, IReadOnlyList<PackageChange>, Task<TransactionOutcome>> execute,
    Func<IReadOnlyList<PackageChange>, Task<NodeAssessment>> assess)
{
    // The first included. A machine that was not patched for years needs three or four.
    private const int MostRounds = 6;

    private readonly HashSet<(string Id, string Version)> _tried = [];

    /// <param name="after">How the node is after the first round.</param>
    /// <param name="outcome">What the first round did.</param>
    /// <param name="cancellationToken">Ends it between two rounds.</param>
    public async Task<(NodeAssessment After, TransactionOutcome Outcome)> RunAsync(NodeAssessment after, TransactionOutcome outcome, CancellationToken cancellationToken)
    {
        bool isGoingOn = outcome.Changes.Count > 0;
        outcome = WithoutLoops(after, outcome);
        for (int round = 2; isGoingOn && !cancellationToken.IsCancellationRequested; round++)
        {
            foreach ((string id, string version) in Versions(outcome))
                _tried.Add((id, version));
            PatchDecision[] open = [.. after.Decisions.Where(IsOpen)];
            if (open.Length == 0)
                break;
            if (round > MostRounds)
            {
                outcome = outcome with { KeptBack = [.. outcome.KeptBack, .. open.Select(decision => Keep(decision, $"it came to be offered only after {MostRounds} rounds of updates; the next install puts it on"))] };
                break;
            }

            events.Verbose($"After what was put on {open.Length} more approved update(s) are offered. Round {round} puts them on.");
            TransactionOutcome? next = await TryAsync(Only(after, open), outcome.Changes).ConfigureAwait(false);
            foreach (PatchDecision decision in open)
                _tried.Add((decision.Entry.Id, decision.Approved!.Version));
            isGoingOn = next is { Changes.Count: > 0 };
            if (next is null)
                break;
            outcome = Merge(outcome, next);
            if (isGoingOn)
                after = await assess(outcome.Changes).ConfigureAwait(false);
            outcome = WithoutLoops(after, outcome);
        }

        return (after, outcome);
    }

    /// <summary>An update that is missing in the version that was put on.</summary>
    public static bool IsLoop(PatchDecision decision, PackageChange change) =>
        decision is { IsMissing: true, Approved: { } approved }
        && change.ToVersion.Length > 0
        && string.Equals(decision.Entry.Id, change.Id, StringComparison.Ordinal)
        && string.Equals(approved.Version, change.ToVersion, StringComparison.Ordinal);

    private static IEnumerable<(string Id, string Version)> Versions(TransactionOutcome outcome) =>
        outcome.Changes.Select(change => (change.Id, change.ToVersion)).Concat(outcome.KeptBack.Select(kept => (kept.Target.Id, kept.Target.Patch.Version)));

    private bool IsOpen(PatchDecision decision) =>
        decision is { IsMissing: true, Approved: { Restriction: null } approved } && !_tried.Contains((decision.Entry.Id, approved.Version));

    private static NodeAssessment Only(NodeAssessment assessment, PatchDecision[] decisions) =>
        assessment with { Decisions = decisions, Inventory = assessment.Inventory with { Entries = [.. decisions.Select(decision => decision.Entry)] } };

    /// <summary>The first round has changed something: what goes wrong in a later one must not take that away.</summary>
    private async Task<TransactionOutcome?> TryAsync(NodeAssessment assessment, IReadOnlyList<PackageChange> changes)
    {
        try
        {
            return await execute(assessment, changes).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has not begun.
            return null;
        }
        catch (PatchException e)
        {
            events.Warn(e.ErrorId, e.Message, e.Target);
            return new TransactionOutcome { Changes = [], KeptBack = [.. assessment.Decisions.Select(decision => Keep(decision, e.Message))] };
        }
    }

    private static TransactionOutcome Merge(TransactionOutcome first, TransactionOutcome next)
    {
        Dictionary<string, PackageChange> changes = first.Changes.ToDictionary(change => change.Id, change => change, StringComparer.Ordinal);
        foreach (PackageChange change in next.Changes)
            changes[change.Id] = changes.TryGetValue(change.Id, out PackageChange? before) ? change with { FromVersion = before.FromVersion } : change;
        return first with
        {
            Changes = [.. changes.Values.OrderBy(change => change.Id, StringComparer.Ordinal)],
            KeptBack = [.. first.KeptBack.Where(kept => !next.Changes.Any(change => IsOf(kept, change))), .. next.KeptBack],
        };
    }

    private static bool IsOf(KeptBack kept, PackageChange change) =>
        string.Equals(kept.Target.Id, change.Id, StringComparison.Ordinal) && string.Equals(kept.Target.Patch.Version, change.ToVersion, StringComparison.Ordinal);

    private static TransactionOutcome WithoutLoops(NodeAssessment after, TransactionOutcome outcome)
    {
        Dictionary<string, PackageChange> changes = outcome.Changes.ToDictionary(change => change.Id, change => change, StringComparer.Ordinal);
        PatchDecision[] loops = [.. after.Decisions.Where(decision => changes.TryGetValue(decision.Entry.Id, out PackageChange? change) && IsLoop(decision, change))];
        if (loops.Length == 0)
            return outcome;
        HashSet<string> ids = new(loops.Select(decision => decision.Entry.Id), StringComparer.Ordinal);
        return outcome with
        {
            Changes = [.. outcome.Changes.Where(change => !ids.Contains(change.Id))],
            KeptBack = [.. outcome.KeptBack, .. loops.Select(decision => Keep(decision, "the Windows Update Agent said that it was installed, and offers it again at once: it would be installed over and over"))],
        };
    }

    private static KeptBack Keep(PatchDecision decision, string reason) =>
        new(new InstallTarget(decision.Entry, decision.Approved!, decision.Reason), KeptBackKind.Transaction, reason);
}
