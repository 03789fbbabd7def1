using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>The sentences of one evaluation. Packages that fare alike share one text.</summary>
internal sealed class Reasons
{
    public const string Optional = "Not in the baseline: it is optional, offered only to who chooses it by hand; no rule takes that, an entry of the approved list does";

    public const string OpenTerms = "; an install accepts its licence terms";

    private const int ShownValues = 4;

    private readonly PatchBaseline _baseline;
    private readonly RuleSet _rules;
    private readonly SystemFamily _family;
    private readonly Node _node;
    private readonly string?[] _ruleNames;
    private readonly Dictionary<long, string> _byRule = [];
    private readonly Dictionary<(string Entry, int Kind), string> _byEntry = [];
    private readonly Dictionary<(string First, string Second), string> _byValues = [];
    private readonly Dictionary<(string Reason, string Repository), string> _offered = [];
    private string? _notOffered;
    private string? _globalFilters;
    private string? _noRules;

    public Reasons(PatchBaseline baseline, RuleSet rules, SystemFamily family, Node node)
    {
        _baseline = baseline;
        _rules = rules;
        _family = family;
        _node = node;
        _ruleNames = new string?[rules.Rules.Count];
    }

    public string ApprovedByRule(CompiledRule rule, DateTimeOffset? date, ReasonEnding ending)
    {
        long day = date is { } known ? known.UtcTicks / TimeSpan.TicksPerDay : -1;
        long key = ((day + 1) << 16) | ((long)rule.Number << 8) | (long)ending;
        if (!_byRule.TryGetValue(key, out string? reason))
            _byRule[key] = reason = "Approved by " + RuleName(rule) + DateOfApproval(rule, date) + Ending(ending);
        return reason;
    }

    public string ApprovedByList(string entry, ReasonEnding ending)
    {
        if (!_byEntry.TryGetValue((entry, (int)ending), out string? reason))
            _byEntry[(entry, (int)ending)] = reason = $"Approved by list entry '{entry}'" + Ending(ending);
        return reason;
    }

    public static string ApprovedByService(EffectivePatch judged, ReasonEnding ending) =>
        "Approved by Systems Manager" + (judged.ApprovalTime is { } time ? $" since {Day(time)}" : "") + Ending(ending);

    /// <param name="judged">What the service says of it; null where it does not name it.</param>
    public static string NotApprovedByService(EffectivePatch? judged) => judged switch
    {
        null => "Not in the baseline: Systems Manager does not name it among the baseline's patches",
        { IsRejected: true } => "Not in the baseline: Systems Manager has it as rejected",
        { ApprovalTime: { } time } => $"Not in the baseline: Systems Manager approves it on {Day(time)}",
        _ => "Not in the baseline: Systems Manager does not approve it yet",
    };

    /// <summary>Adds where a missing version is to be had.</summary>
    public string Offered(string reason, AvailablePatch patch)
    {
        if (patch.Repositories.Count == 0)
            return reason;
        string repository = patch.Repositories[0];
        if (!_offered.TryGetValue((reason, repository), out string? offered))
            _offered[(reason, repository)] = offered = $"{reason}; offered by {repository}";
        return offered;
    }

    /// <summary>Without a capital and a full stop, to stand alone or after other words.</summary>
    public string Waiting(AvailablePatch patch, CompiledRule rule)
    {
        DateTimeOffset date = _rules.DecidingDate(patch, rule)
            ?? throw new ArgumentException("A version without a date does not wait.", nameof(patch));
        if (rule.Rule.ApproveUntilDate is { } last)
            return $"rule {rule.Number} approves only what was released by {Day(last)}; {Name(patch)} was released on {Day(date)}";

        int days = rule.Rule.ApproveAfterDays.GetValueOrDefault();
        return days == 0
            ? $"rule {rule.Number} would approve {Name(patch)} on {Day(date)}, the day of its release"
            : $"rule {rule.Number} would approve {Name(patch)} on {Day(Later(date, days))} ({Days(days)} after its release)";
    }

    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    public string Rejected(string entry, bool isInstalled, RejectedPatchesAction action)
    {
        const int InstalledAndRejected = 100, AbsentAndRejected = 101;
        int kind = isInstalled ? InstalledAndRejected : AbsentAndRejected;
        if (_byEntry.TryGetValue((entry, kind), out string? reason))
            return reason;

        string consequence = (isInstalled, action) switch
        {
            (true, RejectedPatchesAction.Block) => "; the baseline forbids it, and it is installed",
            (true, _) => "; tolerated because the baseline allows rejected patches as dependencies",
            (false, RejectedPatchesAction.Block) => "; it will not be installed",
            (false, _) => "; it will not be installed unless a dependency needs it",
        };
        return _byEntry[(entry, kind)] = $"Rejected by list entry '{entry}'{consequence}";
    }

    public static string RejectedVersion(in Candidate rejected) => $"{Name(rejected.Patch!)} is rejected by list entry '{rejected.ListedBy}'";

    public static string OnlyRejected(in Candidate rejected) => $"Not in the baseline: of its versions only {Name(rejected.Patch!)} would be approved, and {RejectedVersion(rejected)}";

    public static string Withheld(AvailablePatch patch) => $"{Name(patch)} is not offered to this node: {patch.Restriction!.Reason}";

    public static string KeptAway(AvailablePatch patch) => $"{Name(patch)} cannot be installed here: {patch.Restriction!.Reason}";

    public string NotOffered() => _notOffered ??= "Not in the baseline: no version of it is known, installed or in a repository";

    public string LeftOutByGlobalFilters() =>
        _globalFilters ??= $"Not in the baseline: its global filters ({Describe(_baseline.GlobalFilters)}) leave it out";

    public string SecurityOnly(CompiledRule rule)
    {
        const int Kind = 0xFF;
        long key = ((long)rule.Number << 8) | Kind;
        if (!_byRule.TryGetValue(key, out string? reason))
            _byRule[key] = reason = $"Not in the baseline: no version {SecuritySource} and rule {rule.Number} does not include non-security updates";
        return reason;
    }

    public string ListedButNotSecurity(string entry)
    {
        const int Kind = 102;
        if (!_byEntry.TryGetValue((entry, Kind), out string? reason))
        {
            _byEntry[(entry, Kind)] = reason =
                $"Not in the baseline: list entry '{entry}' names it, but no version {SecuritySource} and the approved list does not include non-security updates";
        }

        return reason;
    }

    /// <summary>No rule matches: says by what the version was judged.</summary>
    public string NoRuleMatches(AvailablePatch patch)
    {
        if (_rules.Rules.Count == 0)
            return _noRules ??= "Not in the baseline: it has no approval rules, and no entry of its approved list names this";
        if (!_rules.IsAnyRuleForThisProduct)
            return _noRules ??= $"Not in the baseline: none of its rules is for the product {_node.Product}";

        if (_family == SystemFamily.Windows || patch.Advisories.Count > 1)
            return NoRuleTakes(Facts(patch));

        (string, string) values = _family switch
        {
            SystemFamily.Debian => (patch.Priority, patch.Section),
            _ when patch.Advisories.Count == 1 => (patch.Advisories[0].Classification, patch.Advisories[0].Severity),
            _ => (First(patch.Classifications), First(patch.Severities)),
        };
        if (!_byValues.TryGetValue(values, out string? reason))
            _byValues[values] = reason = NoRuleTakes(Facts(patch));
        return reason;
    }

    private static string NoRuleTakes(string facts) => $"Not in the baseline: no rule takes {facts}";

    private static string First(IReadOnlyList<string> values) => values.Count == 0 ? "" : values[0];

    private static string Name(AvailablePatch patch) => patch.Version.Length == 0 ? "this update" : patch.Version;

    private static string Day(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Days(int days) => days == 1 ? "1 day" : days.ToString(CultureInfo.InvariantCulture) + " days";

    private static DateTimeOffset Later(DateTimeOffset date, int days) =>
        (DateTimeOffset.MaxValue - date).TotalDays > days ? date.AddDays(days) : DateTimeOffset.MaxValue;

    private static string Ending(ReasonEnding ending) => ending switch
    {
        ReasonEnding.NotInstalled => "; not installed, so not needed",
        ReasonEnding.InstalledIsNewer => "; the installed version is newer",
        ReasonEnding.NotFinished => "; the package manager has not finished installing it",
        ReasonEnding.NotApplicable => "; it does not apply to this node",
        _ => "",
    };

    private static string Value(string value, string none) => value.Length == 0 ? none : value;

    private static string Describe(IReadOnlyList<PatchFilter> filters)
    {
        StringBuilder text = new();
        foreach (PatchFilter filter in filters)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(filter.Key.ToWireName()).Append(' ');
            int shown = filter.Values.Count > ShownValues ? ShownValues - 1 : filter.Values.Count;
            text.Append(string.Join(" or ", filter.Values.Take(shown)));
            if (shown < filter.Values.Count)
                text.Append(" or ").Append((filter.Values.Count - shown).ToString(CultureInfo.InvariantCulture)).Append(" more");
        }

        return text.ToString();
    }

    private string SecuritySource => _family == SystemFamily.Debian ? "comes from a security archive" : "is carried by an update notice";

    private string RuleName(CompiledRule rule) =>
        _ruleNames[rule.Number - 1] ??= rule.Rule.Filters.Count == 0
            ? $"rule {rule.Number} (every patch)"
            : $"rule {rule.Number} ({Describe(rule.Rule.Filters)})";

    private string DateOfApproval(CompiledRule rule, DateTimeOffset? date)
    {
        int days = rule.Rule.ApproveAfterDays.GetValueOrDefault();
        if (rule.Rule.ApproveUntilDate is { } last)
        {
            return date is { } released
                ? $"; released {Day(released)}, not after {Day(last)}"
                : $"; {NoDate}, so it counts as released by {Day(last)}";
        }

        if (date is { } known)
            return days == 0 ? $" since its release on {Day(known)}" : $" since {Day(Later(known, days))}; released {Day(known)} + {Days(days)}";

        return days == 0 ? "" : $"; {NoDate}, so the delay of {Days(days)} counts as passed";
    }

    private string NoDate => _family == SystemFamily.Debian ? "Debian packages have no release date" : "its publisher gives no release date";

    private string Facts(AvailablePatch patch)
    {
        switch (_family)
        {
            case SystemFamily.Debian:
                return $"PRIORITY {Value(patch.Priority, "(none)")} in SECTION {Value(patch.Section, "(none)")}";
            case SystemFamily.MacOS:
                return "CLASSIFICATION " + Join(patch.Classifications, "(none)");
            case SystemFamily.Windows:
                return $"PRODUCT {Join(patch.Products, _node.Product)}, CLASSIFICATION {Join(patch.Classifications, "(none)")}, MSRC_SEVERITY {Join(patch.Severities, "Unspecified")}";
            default:
                return patch.Advisories.Count == 0
                    ? $"CLASSIFICATION {Join(patch.Classifications, "(none)")} with SEVERITY {Join(patch.Severities, RuleSet.NoSeverity)}"
                    : string.Join(" or ", patch.Advisories.Take(ShownValues).Select(Notice).Distinct(StringComparer.Ordinal));
        }
    }

    private static string Notice(Advisory advisory) =>
        $"CLASSIFICATION {Value(advisory.Classification, "(none)")} with SEVERITY {Value(advisory.Severity, RuleSet.NoSeverity)}";

    private static string Join(IReadOnlyList<string> values, string none) => values.Count == 0 ? none : string.Join(" or ", values);
}
