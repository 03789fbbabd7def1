using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>The newest of some versions, and what the baseline says about it.</summary>
internal struct Candidate
{
    public AvailablePatch? Patch { get; private set; }

    public RuleVerdict Verdict { get; private set; }

    /// <summary>The entry of the approved or rejected list that names it.</summary>
    public string? ListedBy { get; private set; }

    /// <summary>Keeps the newer one.</summary>
    public void Offer(AvailablePatch patch, in RuleVerdict verdict, string? listedBy, VersionScheme scheme)
    {
        if (Patch is not null && !IsNewer(patch.Version, Patch.Version, scheme))
            return;

        Patch = patch;
        Verdict = verdict;
        ListedBy = listedBy;
    }

    /// <summary>Versions that sort alike are told apart by their text, so that their order in the inventory means nothing.</summary>
    private static bool IsNewer(string version, string other, VersionScheme scheme)
    {
        int order = scheme.Compare(version, other);
        return order > 0 || (order == 0 && string.CompareOrdinal(version, other) > 0);
    }
}
