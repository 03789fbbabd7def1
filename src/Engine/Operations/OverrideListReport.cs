using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Operations;

/// <summary>Says of each entry of an override list what becomes of it. Pure.</summary>
internal static class OverrideListReport
{
    public static IReadOnlyList<OverrideListEntryResult> Of(InstallPreparation preparation)
    {
        Dictionary<(string Id, string Version), string> kept = [];
        foreach (KeptBack back in preparation.Selection.KeptBack.Concat(preparation.Planned.KeptBack))
            kept[(back.Target.Id, back.Target.Patch.Version)] = back.Reason;
        HashSet<(string, string)> refused = [.. preparation.Planned.KeptBack.Select(back => (back.Target.Id, back.Target.Patch.Version))];
        Dictionary<string, string> targets = preparation.Planned.Targets.ToDictionary(target => target.Id, target => target.Patch.Version, StringComparer.Ordinal);
        ILookup<object?, WarningEvent> warnings = (preparation.Matches?.Warnings ?? []).ToLookup(warning => warning.Target);
        VersionScheme scheme = preparation.Assessment.Inventory.VersionScheme;
        return [.. (preparation.Matches?.Entries ?? []).Select(entry => Of(entry, targets, kept, refused, warnings[entry.Entry], scheme))];
    }

    private static OverrideListEntryResult Of(
        OverrideEntryMatches entry,
        Dictionary<string, string> targets,
        Dictionary<(string Id, string Version), string> kept,
        HashSet<(string, string)> refused,
        IEnumerable<WarningEvent> warnings,
        VersionScheme scheme)
    {
        OverrideListMatch[] matches = [.. entry.Matches.Select(match => Of(match, targets, kept, scheme))];
        string[] reasons = [.. kept.Where(back => matches.Any(match => IsOf(match, back.Key))).Select(back => $"{back.Key.Id} {back.Key.Version}: {back.Value}")];
        OverrideListEntryStatus status =
            matches.Any(match => match.WillBeInstalled) ? OverrideListEntryStatus.Installs
            : matches.Length == 0 ? OverrideListEntryStatus.MatchesNothing
            : matches.Any(match => refused.Contains((match.Id, match.Version))) ? OverrideListEntryStatus.Refused
            : reasons.Length > 0 ? OverrideListEntryStatus.KeptAway
            : OverrideListEntryStatus.NothingToDo;
        return new OverrideListEntryResult
        {
            Id = entry.Entry.Id,
            Title = entry.Entry.Title ?? "",
            Line = entry.Entry.Line,
            Column = entry.Entry.Column,
            Kind = entry.Entry.Kind,
            Status = status,
            Matches = matches,
            Reason = string.Join(" ", reasons.Concat(warnings.Select(warning => warning.Message))),
        };
    }

    private static bool IsOf(OverrideListMatch match, (string Id, string Version) key) =>
        string.Equals(match.Id, key.Id, StringComparison.Ordinal) && string.Equals(match.Version, key.Version, StringComparison.Ordinal);

    private static OverrideListMatch Of(OverrideMatch match, Dictionary<string, string> targets, Dictionary<(string Id, string Version), string> kept, VersionScheme scheme)
    {
        string id = match.Package.Id;
        string installed = match.Package.Installed?.Version ?? "";
        bool isTarget = targets.TryGetValue(id, out string? target) && string.Equals(target, match.Version, StringComparison.Ordinal);
        return new OverrideListMatch
        {
            Id = id,
            InstalledVersion = installed,
            Version = match.Version,
            WillBeInstalled = isTarget,
            Reason = isTarget ? "" : WhyNot(match, installed, target, kept, scheme),
        };
    }

    private static string WhyNot(OverrideMatch match, string installed, string? target, Dictionary<(string Id, string Version), string> kept, VersionScheme scheme)
    {
        if (kept.TryGetValue((match.Package.Id, match.Version), out string? reason))
            return reason;
        if (installed.Length == 0)
            return "it is not installed, and an install only upgrades what is";
        int order = scheme.Compare(match.Version, installed);
        if (order == 0)
            return "it is installed";
        if (order < 0)
            return $"{installed} is installed, which is newer";
        return target is null ? "it is left to another entry" : $"{target} is newer and allowed, too";
    }
}
