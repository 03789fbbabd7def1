using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>The global filters and rules of a baseline, compiled: all of them are asked at once, one bit each.</summary>
internal sealed class RuleSet
{
    public const string NoSeverity = "None";

    private const int MaximumRules = 63;
    private const ulong GlobalBit = 1UL << MaximumRules;

    private readonly SystemFamily _family;
    private readonly IReadOnlyList<string> _nodeProducts;
    private readonly Dictionary<PatchFilterKey, List<FilterTable>> _tables = [];
    private readonly CompiledRule[] _rules;
    private readonly ulong _allGroups;
    private readonly ulong _includingNonSecurity;

    /// <summary>Groups whose PRODUCT filters take the node; where a patch has products of its own, all of them.</summary>
    private readonly ulong _productGroups;

    private readonly FilterTable[] _classification;
    private readonly FilterTable[] _severity;
    private readonly FilterTable[] _priority;
    private readonly FilterTable[] _section;
    private readonly FilterTable[] _product;
    private readonly FilterTable[] _productFamily;
    private readonly FilterTable[] _patchSet;

    public RuleSet(PatchBaseline baseline, Node node, DateTimeOffset asOf)
    {
        if (baseline.ApprovalRules.Count > MaximumRules)
        {
            throw new PatchException(ErrorIds.BaselineInvalid, ErrorKind.InvalidData,
                $"The baseline has {baseline.ApprovalRules.Count} approval rules; at most {MaximumRules} can be evaluated.", baseline.BaselineId,
                "Combine rules: a filter may have several values.");
        }

        _family = SystemFamilies.Of(baseline.OperatingSystem);
        _nodeProducts = ProductsOf(node);
        _rules = [.. baseline.ApprovalRules.Select((rule, index) => CompiledRule.Compile(rule, index + 1, asOf))];
        _allGroups = GlobalBit;
        foreach (CompiledRule rule in _rules)
        {
            _allGroups |= rule.Bit;
            if (rule.Rule.EnableNonSecurity || !_family.IsLinux())
                _includingNonSecurity |= rule.Bit;
        }

        AddFilters(GlobalBit, baseline.GlobalFilters, "GlobalFilters", baseline.OperatingSystem);
        foreach (CompiledRule rule in _rules)
            AddFilters(rule.Bit, rule.Rule.Filters, $"ApprovalRules.PatchRules[{rule.Number - 1}].PatchFilterGroup", baseline.OperatingSystem);

        _classification = Tables(PatchFilterKey.Classification);
        _severity = Tables(_family == SystemFamily.Windows ? PatchFilterKey.MsrcSeverity : PatchFilterKey.Severity);
        _priority = Tables(PatchFilterKey.Priority);
        _section = Tables(PatchFilterKey.Section);
        _product = Tables(PatchFilterKey.Product);
        _productFamily = Tables(PatchFilterKey.ProductFamily);
        _patchSet = Tables(PatchFilterKey.PatchSet);
        _productGroups = _family == SystemFamily.Windows ? _allGroups : Ask(_product, _nodeProducts, "");
    }

    public IReadOnlyList<CompiledRule> Rules => _rules;

    /// <summary>Rules that are for this node's product; on Windows the updates decide that.</summary>
    public bool IsAnyRuleForThisProduct => (_productGroups & ~GlobalBit) != 0;

    /// <summary>What the rules make of a version, dates included.</summary>
    public RuleVerdict Judge(AvailablePatch patch)
    {
        ulong approving = 0, waiting = 0, securityOnly = 0;
        bool passes = false;
        int facets = FacetCount(patch);
        for (int facet = 0; facet < facets; facet++)
        {
            ulong groups = Groups(patch, facet);
            if ((groups & GlobalBit) == 0)
                continue;

            passes = true;
            groups &= ~GlobalBit;
            if (!patch.IsSecurity)
            {
                securityOnly |= groups & ~_includingNonSecurity;
                groups &= _includingNonSecurity;
            }

            if (groups == 0)
                continue;

            ulong dated = BeforeThreshold(groups, DateOf(patch, facet));
            approving |= dated;
            waiting |= groups & ~dated;
        }

        return new RuleVerdict(approving, waiting & ~approving, securityOnly, passes);
    }

    /// <summary>The date by which a matching rule judges a version: the earliest of the notices that match; null where one of them has none.</summary>
    public DateTimeOffset? DecidingDate(AvailablePatch patch, CompiledRule rule)
    {
        DateTimeOffset? earliest = null;
        int facets = FacetCount(patch);
        for (int facet = 0; facet < facets; facet++)
        {
            if ((Groups(patch, facet) & (GlobalBit | rule.Bit)) != (GlobalBit | rule.Bit))
                continue;
            if (DateOf(patch, facet) is not { } date)
                return null;
            if (earliest is null || date < earliest)
                earliest = date;
        }

        return earliest;
    }

    /// <summary>The highest level of these rules.</summary>
    public ComplianceLevel Level(ulong rules)
    {
        ComplianceLevel level = ComplianceLevel.Unspecified;
        for (int i = 0; rules != 0; i++, rules >>= 1)
        {
            if ((rules & 1) != 0 && _rules[i].Rule.ComplianceLevel > level)
                level = _rules[i].Rule.ComplianceLevel;
        }

        return level;
    }

    /// <summary>Of these rules, the first with the highest level.</summary>
    public CompiledRule Foremost(ulong rules)
    {
        CompiledRule? foremost = null;
        for (int i = 0; rules != 0; i++, rules >>= 1)
        {
            if ((rules & 1) != 0 && (foremost is null || _rules[i].Rule.ComplianceLevel > foremost.Rule.ComplianceLevel))
                foremost = _rules[i];
        }

        return foremost ?? throw new ArgumentException("No rule was given.", nameof(rules));
    }

    private static IReadOnlyList<string> ProductsOf(Node node) => [node.Product, .. node.ProductAliases];

    private static ulong Ask(FilterTable[] tables, string value, ulong groups)
    {
        foreach (FilterTable table in tables)
            groups &= table.Groups(value);
        return groups;
    }

    private ulong Ask(FilterTable[] tables, IReadOnlyList<string> values, string none)
    {
        ulong groups = _allGroups;
        foreach (FilterTable table in tables)
            groups &= table.Groups(values, none);
        return groups;
    }

    private void AddFilters(ulong group, IReadOnlyList<PatchFilter> filters, string place, PatchOperatingSystem operatingSystem)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            PatchFilter filter = filters[i];
            if (FilterKeys.ComplainAboutKey(operatingSystem, filter.Key) is { } complaint)
            {
                string path = $"{place}.PatchFilters[{i}].Key";
                throw new PatchException(ErrorIds.BaselineInvalid, ErrorKind.InvalidData, $"The baseline is not valid: {path}: {complaint}.", path);
            }

            if (!_tables.TryGetValue(filter.Key, out List<FilterTable>? tables))
                _tables[filter.Key] = tables = [];

            // A key that a group has twice must hold twice.
            FilterTable? table = tables.Find(candidate => !candidate.Has(group));
            if (table is null)
                tables.Add(table = new FilterTable(_allGroups, ignoresSpaces: _family == SystemFamily.Windows));
            table.Add(group, filter.Values, allowsPatterns: filter.Key == PatchFilterKey.Product);
        }
    }

    private FilterTable[] Tables(PatchFilterKey key) => _tables.TryGetValue(key, out List<FilterTable>? tables) ? [.. tables] : [];

    /// <summary>A notice is judged as a whole: classification, severity and date of different notices do not add up.</summary>
    private int FacetCount(AvailablePatch patch) => _family.HasNotices() && patch.Advisories.Count > 0 ? patch.Advisories.Count : 1;

    private DateTimeOffset? DateOf(AvailablePatch patch, int facet)
    {
        if (!_family.HasNotices() || patch.Advisories.Count == 0)
            return patch.Released;

        Advisory advisory = patch.Advisories[facet];
        return advisory.Updated ?? advisory.Issued ?? patch.Released;
    }

    private ulong Groups(AvailablePatch patch, int facet)
    {
        switch (_family)
        {
            case SystemFamily.Debian:
                return Ask(_section, patch.Section, Ask(_priority, patch.Priority, _productGroups));
            case SystemFamily.MacOS:
                return _productGroups & Ask(_classification, patch.Classifications, "");
            case SystemFamily.Windows:
                return GroupsOnWindows(patch);
            default:
                if (patch.Advisories.Count == 0)
                    return _productGroups & Ask(_classification, patch.Classifications, "") & Ask(_severity, patch.Severities, NoSeverity);

                Advisory advisory = patch.Advisories[facet];
                string severity = advisory.Severity.Length == 0 ? NoSeverity : advisory.Severity;
                return Ask(_severity, severity, Ask(_classification, advisory.Classification, _productGroups));
        }
    }

    private ulong GroupsOnWindows(AvailablePatch patch)
    {
        bool isForSystem = patch.Products.Count == 0;
        IReadOnlyList<string> products = isForSystem ? _nodeProducts : patch.Products;
        string patchSet = patch.PatchSet.Length == 0 && isForSystem ? "OS" : patch.PatchSet;
        ulong groups = Ask(_product, products, "")
            & Ask(_productFamily, patch.ProductFamilies, isForSystem ? "Windows" : "")
            & Ask(_classification, patch.Classifications, "")
            & Ask(_severity, patch.Severities, "Unspecified");
        return Ask(_patchSet, patchSet, groups);
    }

    private ulong BeforeThreshold(ulong groups, DateTimeOffset? date)
    {
        if (date is not { } known)
            return groups;

        long ticks = known.UtcTicks;
        ulong before = 0;
        for (int i = 0; i < _rules.Length; i++)
        {
            if (ticks < _rules[i].ThresholdTicks)
                before |= _rules[i].Bit;
        }

        return groups & before;
    }
}
