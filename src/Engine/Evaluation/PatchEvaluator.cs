using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>Says of every package and update what a baseline wants: global filters, rules, approved list, rejected list, and of what
/// is left the newest version. The baseline is compiled once; an evaluator may be used from several threads.</summary>
public sealed class PatchEvaluator
{
    private static readonly RuleVerdict s_unasked = new(Approving: 0, Waiting: 0, SecurityOnly: 0, PassesGlobalFilters: true);

    private readonly PatchBaseline _baseline;
    private readonly Node _node;
    private readonly SystemFamily _family;
    private readonly RuleSet _rules;
    private readonly PatchList _approved;
    private readonly PatchList _rejected;
    private readonly bool _listIncludesNonSecurity;
    private readonly ServiceApprovals? _service;

    /// <param name="baseline">What the node must have.</param>
    /// <param name="node">The node, for PRODUCT filters.</param>
    /// <param name="asOf">The moment by which approval is judged.</param>
    public PatchEvaluator(PatchBaseline baseline, Node node, DateTimeOffset asOf)
    {
        if (baseline.OperatingSystem != node.OperatingSystem)
        {
            throw new PatchException(ErrorIds.BaselineOperatingSystemMismatch, ErrorKind.InvalidArgument,
                $"The baseline is for {baseline.OperatingSystem.ToWireName()}, the node '{node.Id}' runs {node.OperatingSystem.ToWireName()}.",
                baseline.BaselineId, "Choose a baseline for the node's operating system.");
        }

        _baseline = baseline;
        _node = node;
        _family = SystemFamilies.Of(baseline.OperatingSystem);
        _rules = new RuleSet(baseline, node, asOf);
        _approved = new PatchList(baseline.ApprovedPatches, _family);
        _rejected = new PatchList(baseline.RejectedPatches, _family);
        _listIncludesNonSecurity = baseline.ApprovedPatchesEnableNonSecurity || !_family.IsLinux();
        _service = _family == SystemFamily.Windows && baseline.EffectivePatches.Count > 0 ? new ServiceApprovals(baseline.EffectivePatches, asOf) : null;
    }

    /// <summary>One decision for each entry, in the order of the inventory.</summary>
    public IReadOnlyList<PatchDecision> Evaluate(Inventory inventory)
    {
        ListSubject subject = new(_family);
        Reasons reasons = new(_baseline, _rules, _family, _node);
        PatchDecision[] decisions = new PatchDecision[inventory.Entries.Count];
        for (int i = 0; i < decisions.Length; i++)
            decisions[i] = Decide(inventory.Entries[i], inventory.VersionScheme, subject, reasons);
        if (_family == SystemFamily.Windows)
            ReplacedUpdates.Settle(decisions);
        return decisions;
    }

    public PatchDecision Evaluate(InventoryEntry entry, VersionScheme scheme) =>
        Decide(entry, scheme, new ListSubject(_family), new Reasons(_baseline, _rules, _family, _node));

    /// <summary>The entry of the rejected list that names a version and, by the baseline's action, keeps it from being installed even where another
    /// package needs it; null where there is none, or the baseline allows rejected packages as dependencies.</summary>
    public string? FindBlockingEntry(string name, string architecture, string version)
    {
        if (_baseline.RejectedPatchesAction != RejectedPatchesAction.Block)
            return null;
        ListSubject subject = new(_family);
        subject.Set(new InventoryEntry { Name = name, Architecture = architecture }, version, patch: null);
        return _rejected.Find(subject);
    }

    private PatchDecision Decide(InventoryEntry entry, VersionScheme scheme, ListSubject subject, Reasons reasons)
    {
        Findings findings = Survey(entry, scheme, subject);
        if (findings.InstalledRejectedBy is { } rejectedBy)
            return Reject(entry, rejectedBy, reasons);

        Candidate chosen = findings.Free;
        if (chosen.Patch is null)
            chosen = findings.Restricted.Patch is null ? findings.Settled : findings.Restricted;
        if (chosen.Patch is not null)
            return Approve(entry, chosen, findings, scheme, reasons);

        bool isEveryVersionRejected = findings.RejectedVersions > 0
            && (findings.WouldBeApproved.Patch is not null || findings.RejectedVersions == entry.Versions.Count);
        if (entry.Installed is null && isEveryVersionRejected)
            return Reject(entry, findings.WouldBeApproved.ListedBy ?? findings.RejectedBy!, reasons);

        return new PatchDecision
        {
            Entry = entry,
            Kind = DecisionKind.NotInBaseline,
            IsAvailableSecurityUpdate = IsAvailableSecurityUpdate(entry),
            Reason = WhyNot(entry, findings, scheme, reasons),
        };
    }

    private Findings Survey(InventoryEntry entry, VersionScheme scheme, ListSubject subject)
    {
        Findings findings = default;
        IReadOnlyList<AvailablePatch> versions = entry.Versions;
        InstalledPackage? installed = entry.Installed;
        bool isInstalledKnown = installed is null;
        for (int i = 0; i < versions.Count; i++)
        {
            AvailablePatch patch = versions[i];
            int order = installed is null ? 1 : scheme.Compare(patch.Version, installed.Version);
            subject.Set(entry, patch.Version, patch);
            string? rejectedBy = _rejected.Find(subject);
            if (order == 0)
            {
                isInstalledKnown = true;
                findings.InstalledRejectedBy ??= rejectedBy;
            }

            // What the service has judged itself is not judged anew; what its publisher only offers to be chosen is chosen by the list alone.
            RuleVerdict verdict = _service is not null || (patch.IsOptional && order > 0) ? s_unasked : _rules.Judge(patch);
            string? listedBy = _approved.Find(subject);
            bool isListApproving = listedBy is not null && (patch.IsSecurity || _listIncludesNonSecurity);
            bool isApproved = isListApproving || verdict.Approving != 0 || _service?.IsApproved(patch) == true;
            if (rejectedBy is not null)
            {
                findings.RejectedVersions++;
                findings.RejectedBy ??= rejectedBy;
                if (isApproved)
                    findings.WouldBeApproved.Offer(patch, verdict, rejectedBy, scheme);
            }
            else if (order != 0 && patch.Restriction is { IsWithheldByPublisher: true })
            {
                // What is installed is on the node whatever its publisher withholds.
                if (isApproved)
                    findings.Withheld.Offer(patch, verdict, listedBy, scheme);
            }
            else if (isApproved)
            {
                AddApproved(ref findings, patch, IsToBePutOn(installed, order), verdict, isListApproving ? listedBy : null, scheme);
            }
            else
            {
                findings.PassesGlobalFilters |= verdict.PassesGlobalFilters;
                findings.SecurityOnly |= verdict.SecurityOnly;
                findings.ListedButNotSecurity ??= listedBy;
            }

            // A rule may still wait for a version that no other approves; rejected and withheld ones are waited for in vain.
            if (!isApproved && verdict.Waiting != 0 && rejectedBy is null && patch.Restriction is not { IsWithheldByPublisher: true })
                findings.Waiting.Offer(patch, verdict, listedBy: null, scheme);
        }

        if (!isInstalledKnown && !_rejected.IsEmpty)
        {
            subject.Set(entry, installed!.Version, patch: null);
            findings.InstalledRejectedBy = _rejected.Find(subject);
        }

        return findings;
    }

    /// <summary>A newer version, and the installed one where the package manager has not finished it.</summary>
    private static bool IsToBePutOn(InstalledPackage? installed, int order) => order > 0 || (order == 0 && installed is { IsHalfInstalled: true });

    private void AddApproved(ref Findings findings, AvailablePatch patch, bool isToBePutOn, in RuleVerdict verdict, string? listedBy, VersionScheme scheme)
    {
        ComplianceLevel level = _rules.Level(verdict.Approving);
        if (listedBy is not null && _baseline.ApprovedPatchesComplianceLevel > level)
            level = _baseline.ApprovedPatchesComplianceLevel;
        if (_service?.Find(patch) is { IsApproved: true } judged && judged.ComplianceLevel > level)
            level = judged.ComplianceLevel;
        if (level > findings.Level)
            findings.Level = level;
        if (isToBePutOn && level > findings.LevelOfNewer)
            findings.LevelOfNewer = level;

        if (!isToBePutOn)
            findings.Settled.Offer(patch, verdict, listedBy, scheme);
        else if (patch.Restriction is null)
            findings.Free.Offer(patch, verdict, listedBy, scheme);
        else
            findings.Restricted.Offer(patch, verdict, listedBy, scheme);
    }

    private PatchDecision Reject(InventoryEntry entry, string rejectedBy, Reasons reasons) => new()
    {
        Entry = entry,
        Kind = DecisionKind.Rejected,
        RejectedBy = rejectedBy,
        IsBlocked = _baseline.RejectedPatchesAction == RejectedPatchesAction.Block,
        Reason = reasons.Rejected(rejectedBy, entry.Installed is not null, _baseline.RejectedPatchesAction),
    };

    private PatchDecision Approve(InventoryEntry entry, in Candidate chosen, in Findings findings, VersionScheme scheme, Reasons reasons)
    {
        AvailablePatch patch = chosen.Patch!;
        bool isNewer = findings.Free.Patch is not null || findings.Restricted.Patch is not null;
        bool isWanted = entry.Installed is not null || entry.IsMissingWhenAbsent;
        bool isMissing = isNewer && isWanted && entry.IsApplicable;
        ReasonEnding ending = (isNewer, isWanted, entry.IsApplicable) switch
        {
            (true, false, _) => ReasonEnding.NotInstalled,
            (true, true, false) => ReasonEnding.NotApplicable,
            (true, true, true) when entry.Installed is { } installed && scheme.Compare(patch.Version, installed.Version) == 0 => ReasonEnding.NotFinished,
            (false, _, _) when scheme.Compare(patch.Version, entry.Installed!.Version) != 0 => ReasonEnding.InstalledIsNewer,
            _ => ReasonEnding.None,
        };
        return new PatchDecision
        {
            Entry = entry,
            Kind = DecisionKind.Approved,
            Approved = patch,
            IsMissing = isMissing,
            ComplianceLevel = isMissing ? findings.LevelOfNewer : findings.Level,
            Reason = isMissing ? reasons.Offered(WhyApproved(chosen, ending, findings, scheme, reasons), patch) + (patch.HasOpenTerms ? Reasons.OpenTerms : "") : WhyApproved(chosen, ending, findings, scheme, reasons),
        };
    }

    private string WhyApproved(in Candidate chosen, ReasonEnding ending, in Findings findings, VersionScheme scheme, Reasons reasons)
    {
        AvailablePatch patch = chosen.Patch!;
        ulong approving = chosen.Verdict.Approving;
        bool isByList = chosen.ListedBy is not null
            && (approving == 0 || _baseline.ApprovedPatchesComplianceLevel > _rules.Level(approving));
        string reason;
        if (isByList)
        {
            reason = reasons.ApprovedByList(chosen.ListedBy!, ending);
        }
        else if (_service is not null)
        {
            reason = Reasons.ApprovedByService(_service.Find(patch)!, ending);
        }
        else
        {
            CompiledRule rule = _rules.Foremost(approving);
            reason = reasons.ApprovedByRule(rule, _rules.DecidingDate(patch, rule), ending);
        }

        AvailablePatch? restricted = findings.Restricted.Patch;
        if (restricted is not null && (ReferenceEquals(restricted, patch) || IsNewer(restricted, patch, scheme)))
            reason += "; " + Reasons.KeptAway(restricted);
        if (findings.WouldBeApproved.Patch is { } rejected && IsNewer(rejected, patch, scheme))
            reason += "; " + Reasons.RejectedVersion(findings.WouldBeApproved);
        if (findings.Withheld.Patch is { } withheld && IsNewer(withheld, patch, scheme))
            reason += "; " + Reasons.Withheld(withheld);
        if (findings.Waiting.Patch is { } waiting && IsNewer(waiting, patch, scheme))
            reason += "; " + reasons.Waiting(waiting, _rules.Foremost(findings.Waiting.Verdict.Waiting));
        return reason;
    }

    private string WhyNot(InventoryEntry entry, in Findings findings, VersionScheme scheme, Reasons reasons)
    {
        if (entry.Versions.Count == 0)
            return reasons.NotOffered();
        if (findings.Waiting.Patch is { } waiting)
            return Reasons.Sentence(reasons.Waiting(waiting, _rules.Foremost(findings.Waiting.Verdict.Waiting)));
        if (findings.WouldBeApproved.Patch is not null)
            return Reasons.OnlyRejected(findings.WouldBeApproved);
        if (findings.Withheld.Patch is { } withheld)
            return "Not in the baseline: " + Reasons.Withheld(withheld);
        if (findings.ListedButNotSecurity is { } listedBy)
            return reasons.ListedButNotSecurity(listedBy);
        if (findings.SecurityOnly != 0)
            return reasons.SecurityOnly(_rules.Foremost(findings.SecurityOnly));
        if (_service is not null)
            return Reasons.NotApprovedByService(entry.Versions.Select(_service.Find).FirstOrDefault(judged => judged is not null));
        if (entry.Versions.Any(patch => patch.IsOptional) && entry.Installed is null)
            return Reasons.Optional;
        if (_baseline.GlobalFilters.Count > 0 && !findings.PassesGlobalFilters)
            return reasons.LeftOutByGlobalFilters();

        Candidate newest = default;
        for (int i = 0; i < entry.Versions.Count; i++)
            newest.Offer(entry.Versions[i], default, listedBy: null, scheme);
        return reasons.NoRuleMatches(newest.Patch!);
    }

    private bool IsAvailableSecurityUpdate(InventoryEntry entry) =>
        _family == SystemFamily.Windows && entry.Installed is null && entry.IsApplicable && entry.IsMissingWhenAbsent
        && entry.Versions.Any(patch => patch.Classifications.Any(IsSecurityClassification));

    private static bool IsSecurityClassification(string classification) =>
        string.Equals(classification.Replace(" ", ""), "SecurityUpdates", StringComparison.OrdinalIgnoreCase);

    private static bool IsNewer(AvailablePatch patch, AvailablePatch other, VersionScheme scheme) =>
        scheme.Compare(patch.Version, other.Version) > 0;
}
