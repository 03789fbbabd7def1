using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>What Systems Manager has judged itself, by KB number. It does so for Windows alone, and then its word counts instead of the rules.</summary>
internal sealed class ServiceApprovals
{
    private readonly Dictionary<string, EffectivePatch> _byKb = new(StringComparer.OrdinalIgnoreCase);
    private readonly DateTimeOffset _asOf;

    /// <param name="patches">As the service gives them: a number may stand there for several products.</param>
    /// <param name="asOf">The moment by which approval is judged.</param>
    public ServiceApprovals(IReadOnlyList<EffectivePatch> patches, DateTimeOffset asOf)
    {
        _asOf = asOf;
        foreach (EffectivePatch patch in patches)
        {
            if (!_byKb.TryGetValue(patch.KnowledgeBaseId, out EffectivePatch? known) || IsStronger(patch, known))
                _byKb[patch.KnowledgeBaseId] = patch;
        }
    }

    public bool IsApproved(AvailablePatch patch) => Find(patch) is { } judged && IsApproved(judged);

    /// <summary>What the service says of an update; an approval where any of its numbers has one. Null where it names none of them.</summary>
    public EffectivePatch? Find(AvailablePatch patch)
    {
        EffectivePatch? found = null;
        IReadOnlyList<string> kbs = patch.KbIds;
        for (int i = 0; i < kbs.Count; i++)
        {
            if (_byKb.TryGetValue(kbs[i], out EffectivePatch? judged) && (found is null || IsStronger(judged, found)))
                found = judged;
        }

        return found;
    }

    private bool IsApproved(EffectivePatch patch) => patch is { IsApproved: true, IsRejected: false } && !(patch.ApprovalTime > _asOf);

    private bool IsStronger(EffectivePatch patch, EffectivePatch other)
    {
        bool isApproved = IsApproved(patch);
        return isApproved == IsApproved(other) ? patch.ComplianceLevel > other.ComplianceLevel : isApproved;
    }
}
