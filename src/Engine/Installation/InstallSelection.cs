using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Installation;

/// <summary>What an install is to put on, and what it leaves alone before it asks anybody. Pure.</summary>
public sealed record InstallSelection
{
    public required IReadOnlyList<InstallTarget> Targets { get; init; }

    public required IReadOnlyList<KeptBack> KeptBack { get; init; }

    public IReadOnlyList<WarningEvent> Warnings { get; init; } = [];

    /// <summary>What the baseline approves and the node lacks.</summary>
    public static InstallSelection OfBaseline(IReadOnlyList<PatchDecision> decisions)
    {
        List<InstallTarget> targets = [];
        List<KeptBack> keptBack = [];
        foreach (PatchDecision decision in decisions)
        {
            if (decision is { IsMissing: true, Approved: { } patch })
                Add(new InstallTarget(decision.Entry, patch, decision.Reason), patch.Restriction, targets, keptBack);
        }

        return new InstallSelection { Targets = targets, KeptBack = keptBack };
    }

    /// <summary>What an override list names: of each package the newest version that an entry allows and that is newer than the installed one,
    /// whatever the baseline says; one that nothing keeps away before one that cannot be had. On Windows the baseline has to approve it as well.</summary>
    public static InstallSelection OfOverrideList(OverrideMatchResult matches, IReadOnlyList<PatchDecision> decisions, VersionScheme scheme, bool needsApproval)
    {
        Dictionary<string, PatchDecision> byId = new(StringComparer.Ordinal);
        foreach (PatchDecision decision in decisions)
            byId[decision.Entry.Id] = decision;

        List<InstallTarget> targets = [];
        List<KeptBack> keptBack = [];
        foreach (IGrouping<string, OverrideMatch> package in matches.Matches.GroupBy(match => match.Package.Id, StringComparer.Ordinal))
        {
            OverrideMatch? newest = null;
            foreach (OverrideMatch match in package)
            {
                if (match.Patch is not null && IsWanted(match, scheme) && (newest is null || IsBetter(match, newest, scheme)))
                    newest = match;
            }

            if (newest is null || (needsApproval && byId[package.Key].Kind != DecisionKind.Approved))
                continue;
            Add(new InstallTarget(newest.Package, newest.Patch!, $"Asked for by the override list's entry {newest.Entry}"), KeepsAway(newest), targets, keptBack);
        }

        return new InstallSelection
        {
            Targets = targets,
            KeptBack = keptBack,
            Warnings = [.. matches.Warnings, .. keptBack.Select(NotInstalled)],
        };
    }

    private static bool IsBetter(OverrideMatch match, OverrideMatch other, VersionScheme scheme)
    {
        bool isFree = KeepsAway(match) is null;
        return isFree == KeepsAway(other) is null ? scheme.Compare(match.Version, other.Version) > 0 : isFree;
    }

    private static bool IsWanted(OverrideMatch match, VersionScheme scheme)
    {
        if (!match.Package.IsApplicable)
            return false;
        if (match.Package.Installed is not { } installed)
            return match.Package.IsMissingWhenAbsent;
        int order = scheme.Compare(match.Version, installed.Version);
        return order > 0 || (order == 0 && installed.IsHalfInstalled);
    }

    /// <summary>What its publisher withholds is taken from any enabled repository by an entry that says which version it wants.
    /// By a name alone, which may be a wildcard over half the system, it is not: nobody asked for backports of all that.</summary>
    private static Restriction? KeepsAway(OverrideMatch match)
    {
        if (match.Patch!.Restriction is not { CanBeAskedFor: true } withheld)
            return match.Patch.Restriction;
        return match.IsVersionNamed ? null : withheld with { Reason = withheld.Reason + "; an entry whose title names the version takes it all the same" };
    }

    private static void Add(InstallTarget target, Restriction? restriction, List<InstallTarget> targets, List<KeptBack> keptBack)
    {
        if (restriction is null)
            targets.Add(target);
        else
            keptBack.Add(new KeptBack(target, restriction.Kind == RestrictionKind.Untrusted ? KeptBackKind.Untrusted : KeptBackKind.LocalSetting, restriction.Reason));
    }

    private static WarningEvent NotInstalled(KeptBack kept) => new(
        ErrorIds.OverrideEntryNotInstalled,
        $"{kept.Target.Version} is in the override list and will not be installed: {kept.Reason}.",
        kept.Target.Id);
}
