using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>Updates of Windows that others replace. An approved one is needed as long as what replaces it is neither approved nor installed:
/// a newer update that waits for its delay hides no older one.</summary>
internal static class ReplacedUpdates
{
    /// <summary>Takes out of what is missing, or available, what is replaced by something better.</summary>
    /// <param name="decisions">Changed in place.</param>
    public static void Settle(PatchDecision[] decisions)
    {
        ILookup<string, AvailablePatch> byId = decisions.SelectMany(decision => decision.Entry.Versions)
            .Where(patch => patch.UpdateId.Length > 0)
            .ToLookup(patch => patch.UpdateId, StringComparer.OrdinalIgnoreCase);
        if (byId.Count == 0)
            return;
        Dictionary<string, string> byApproved = FindReplaced(decisions.Where(IsToBeOn).Select(decision => (decision.Entry.Id, decision.Approved!)), byId);
        Dictionary<string, string> byAny = FindReplaced(
            decisions.SelectMany(decision => decision.Entry.Versions.Where(patch => patch.Restriction is null && !patch.IsOptional).Select(patch => (decision.Entry.Id, patch))), byId);
        for (int i = 0; i < decisions.Length; i++)
        {
            PatchDecision decision = decisions[i];
            if (decision is { IsMissing: true, Approved: { } approved } && byApproved.TryGetValue(approved.UpdateId, out string? newer))
                decisions[i] = decision with { IsMissing = false, Reason = $"{decision.Reason}; not needed, for {newer} replaces it and is approved as well" };
            else if (decision.IsAvailableSecurityUpdate && decision.Entry.Versions.All(patch => byAny.ContainsKey(patch.UpdateId)))
                decisions[i] = decision with { IsAvailableSecurityUpdate = false };
        }
    }

    /// <summary>What is approved and nothing keeps away, or installed already.</summary>
    private static bool IsToBeOn(PatchDecision decision) =>
        decision.Approved is { } approved && (decision.IsMissing ? approved.Restriction is null : decision.Entry.Installed is not null);

    /// <summary>Ids of what is replaced, directly or through others, each with the number of what replaces it.</summary>
    private static Dictionary<string, string> FindReplaced(IEnumerable<(string Name, AvailablePatch Patch)> replacing, ILookup<string, AvailablePatch> byId)
    {
        Dictionary<string, string> replaced = new(StringComparer.OrdinalIgnoreCase);
        Stack<(string Name, AvailablePatch Patch)> open = new(replacing);
        while (open.Count > 0)
        {
            (string name, AvailablePatch patch) = open.Pop();
            foreach (string id in patch.SupersededIds)
            {
                if (replaced.ContainsKey(id))
                    continue;
                replaced[id] = name;
                foreach (AvailablePatch older in byId[id])
                    open.Push((name, older));
            }
        }

        return replaced;
    }
}
