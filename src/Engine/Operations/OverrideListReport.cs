using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Operations;

/// <summary>Says of each entry of an override list what becomes of it. Pure.</summary>
internal sealed class OverrideListReport
{
    private readonly Dictionary<string, string> _targets;
    private readonly Dictionary<(string Id, string Version), KeptBack> _keptBack = [];
    private readonly ILookup<object?, WarningEvent> _warnings;
    private readonly VersionScheme _scheme;

    private OverrideListReport(InstallPreparation preparation)
    {
        _targets = preparation.Planned.Targets.ToDictionary(target => target.Id, target => target.Patch.Version, StringComparer.Ordinal);
        foreach (KeptBack kept in preparation.Selection.KeptBack.Concat(preparation.Planned.KeptBack))
            _keptBack[(kept.Target.Id, kept.Target.Patch.Version)] = kept;
        _warnings = (preparation.Matches?.Warnings ?? []).ToLookup(warning => warning.Target);
        _scheme = preparation.Assessment.Inventory.VersionScheme;
    }

    /// <param name="preparation">What is known of the valid entries.</param>
    /// <param name="invalid">The others.</param>
    public static IReadOnlyList<OverrideListEntryResult> Of(InstallPreparation preparation, IReadOnlyList<InvalidOverrideEntry> invalid)
    {
        OverrideListReport report = new(preparation);
        return [.. (preparation.Matches?.Entries ?? []).Select(report.Of).Concat(invalid.Select(Of)).OrderBy(entry => entry.Line).ThenBy(entry => entry.Column)];
    }

    private static OverrideListEntryResult Of(InvalidOverrideEntry entry) => new()
    {
        Id = entry.Id,
        Title = entry.Title,
        Line = entry.Line,
        Column = entry.Column,
        Kind = new OverrideEntry { Id = entry.Id }.Kind,
        Status = OverrideListEntryStatus.Invalid,
        Matches = [],
        Reason = entry.Error.Message,
    };

    private OverrideListEntryResult Of(OverrideEntryMatches entry)
    {
        OverrideListMatch[] matches = [.. entry.Matches.Select(Of)];
        return new OverrideListEntryResult
        {
            Id = entry.Entry.Id,
            Title = entry.Entry.Title ?? "",
            Line = entry.Entry.Line,
            Column = entry.Entry.Column,
            Kind = entry.Entry.Kind,
            Status = StatusOf(matches),
            Matches = matches,
            Reason = string.Join(" ", _warnings[entry.Entry].Select(warning => warning.Message)),
        };
    }

    /// <summary>What matters most of what becomes of its matches.</summary>
    private static OverrideListEntryStatus StatusOf(OverrideListMatch[] matches)
    {
        if (matches.Length == 0)
            return OverrideListEntryStatus.MatchesNothing;
        foreach (OverrideListEntryStatus status in new[] { OverrideListEntryStatus.Installs, OverrideListEntryStatus.Refused, OverrideListEntryStatus.KeptAway })
        {
            if (Array.Exists(matches, match => match.Status == status))
                return status;
        }

        return OverrideListEntryStatus.NothingToDo;
    }

    private OverrideListMatch Of(OverrideMatch match)
    {
        (OverrideListEntryStatus status, string reason) = Judge(match);
        return new OverrideListMatch
        {
            Id = match.Package.Id,
            InstalledVersion = match.Package.Installed?.Version ?? "",
            Version = match.Version,
            Status = status,
            Reason = reason,
        };
    }

    private (OverrideListEntryStatus Status, string Reason) Judge(OverrideMatch match)
    {
        if (_targets.TryGetValue(match.Package.Id, out string? target) && string.Equals(target, match.Version, StringComparison.Ordinal))
            return (OverrideListEntryStatus.Installs, "");
        if (_keptBack.TryGetValue((match.Package.Id, match.Version), out KeptBack? kept))
            return (kept.Kind == KeptBackKind.Plan ? OverrideListEntryStatus.Refused : OverrideListEntryStatus.KeptAway, kept.Reason);
        return (OverrideListEntryStatus.NothingToDo, WhyNothing(match, target));
    }

    private string WhyNothing(OverrideMatch match, string? target)
    {
        if (match.Package.Installed is not { } installed)
            return "it is not installed, and an install only upgrades what is";
        int order = _scheme.Compare(match.Version, installed.Version);
        if (order == 0)
            return "it is installed";
        if (order < 0)
            return $"{installed.Version} is installed, which is newer";
        return target is null ? "another version that is named was chosen before it" : $"{target} is named, too, and is chosen before it";
    }
}
