using System.Globalization;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.States;

/// <summary>Turns decisions into the published states.</summary>
public static class StateClassifier
{
    private const string Security = "Security";

    private static readonly string[] s_severitiesAscending = ["Low", "Medium", "Moderate", "High", "Important", "Critical"];

    /// <summary>One record for each package that is installed or in the baseline, ordered by state, then id, then title.</summary>
    public static IReadOnlyList<PatchRecord> Classify(IReadOnlyList<PatchDecision> decisions, ClassificationContext context)
    {
        var records = new List<PatchRecord>(decisions.Count);
        foreach (var decision in decisions)
        {
            if (StateOf(decision, context) is { } state)
                records.Add(RecordOf(decision, state, context));
        }

        records.Sort(CompareForReport);
        return records;
    }

    public static PatchCompliance ComplianceOf(PatchState state, bool? availableSecurityUpdatesCompliant) => state switch
    {
        PatchState.Installed or PatchState.InstalledOther => PatchCompliance.Compliant,
        PatchState.NotApplicable => PatchCompliance.NotCounted,
        PatchState.AvailableSecurityUpdate when availableSecurityUpdatesCompliant != false => PatchCompliance.Compliant,
        _ => PatchCompliance.NonCompliant,
    };

    private static PatchState? StateOf(PatchDecision decision, ClassificationContext context)
    {
        if (context.Failures.ContainsKey(decision.Entry.Id))
            return PatchState.Failed;
        if (decision.IsAvailableSecurityUpdate)
            return PatchState.AvailableSecurityUpdate;

        if (decision.Entry.Installed is not { } installed)
        {
            if (decision.Kind != DecisionKind.Approved)
                return null;
            return !decision.IsMissing ? PatchState.NotApplicable : IsFailed(decision, context) ? PatchState.Failed : PatchState.Missing;
        }

        if (decision.Kind == DecisionKind.Rejected)
            return decision.IsBlocked ? PatchState.InstalledRejected : PatchState.InstalledOther;
        if (decision.IsMissing)
            return IsFailed(decision, context) ? PatchState.Failed : PatchState.Missing;
        // Whoever brought it in, rule or override list: a restart is due for it all the same.
        if (PendingSince(decision.Entry.Id, installed.Version, context) is not null)
            return PatchState.InstalledPendingReboot;
        return decision.Kind == DecisionKind.Approved ? PatchState.Installed : PatchState.InstalledOther;
    }

    /// <summary>What the administrator keeps away stays missing: nobody tried it.</summary>
    private static bool IsFailed(PatchDecision decision, ClassificationContext context) =>
        context.IsMissingFailed && decision.Approved?.Restriction is null;

    /// <summary>The state file's entry, where it has exactly this version waiting for a restart and none is known to have happened.</summary>
    private static PatchStateEntry? PendingSince(string id, string version, ClassificationContext context)
    {
        var previous = context.PreviousStates;
        return previous.Find(id, version) is { } entry && previous.IsWaiting(entry, context.BootTime) ? entry : null;
    }

    private static PatchRecord RecordOf(PatchDecision decision, PatchState state, ClassificationContext context)
    {
        var entry = decision.Entry;
        var installedVersion = entry.Installed?.Version ?? "";
        var failure = state == PatchState.Failed ? FailureOf(decision, context) : null;
        var patch = state switch
        {
            PatchState.Failed => entry.Versions.FirstOrDefault(version => string.Equals(version.Version, failure!.Version, StringComparison.Ordinal)),
            PatchState.Missing or PatchState.NotApplicable => decision.Approved,
            PatchState.AvailableSecurityUpdate => entry.Versions.Count > 0 ? entry.Versions[0] : null,
            _ => entry.Versions.FirstOrDefault(version => string.Equals(version.Version, installedVersion, StringComparison.Ordinal)),
        };
        var isInstalledState = PatchStates.IsInstalled(state);
        var titleVersion = isInstalledState ? installedVersion : failure?.Version ?? patch?.Version ?? "";

        return new PatchRecord
        {
            Id = entry.Id,
            Title = TitleOf(entry.Id, titleVersion, patch, context.OperatingSystem),
            Name = entry.Name,
            Architecture = entry.Architecture,
            InstalledVersion = installedVersion,
            AvailableVersion = failure?.Version ?? (state == PatchState.Missing ? patch?.Version ?? "" : ""),
            State = state,
            Compliance = ComplianceOf(state, context.AvailableSecurityUpdatesCompliant),
            ComplianceLevel = decision.ComplianceLevel,
            Classification = ClassificationOf(patch, context.OperatingSystem),
            Severity = SeverityOf(patch, entry, context.OperatingSystem),
            InstalledTime = entry.Installed is null
                ? null
                : entry.Installed.InstalledTime ?? context.PreviousStates.Find(entry.Id, installedVersion)?.InstalledTime,
            AdvisoryIds = patch is null ? [] : Distinct(patch.Advisories.Select(advisory => advisory.Id).Concat(patch.BulletinIds)),
            CveIds = patch is null ? [] : Distinct(patch.CveIds.Concat(patch.Advisories.SelectMany(advisory => advisory.CveIds))),
            Reason = state switch
            {
                PatchState.InstalledPendingReboot => PendingReason(decision, context),
                PatchState.Failed => failure!.Reason,
                _ => decision.Reason,
            },
        };
    }

    /// <summary>An update of Windows has a title of its own, which says more than a day and a number; one without is called as the service calls packages.</summary>
    private static string TitleOf(string id, string version, AvailablePatch? patch, PatchOperatingSystem operatingSystem) => operatingSystem switch
    {
        PatchOperatingSystem.Windows when patch?.Summary.Trim() is { Length: > 0 } title => title,
        PatchOperatingSystem.MacOS when version.Length > 0 => $"{id}.{version}",
        _ => PatchStates.TitleOf(id, version),
    };

    private static InstallFailure FailureOf(PatchDecision decision, ClassificationContext context) =>
        context.Failures.TryGetValue(decision.Entry.Id, out var failure)
            ? failure
            : new InstallFailure(decision.Approved?.Version ?? "", decision.Reason + "; the install did not get to it, since it was not to be had when it began");

    private static string PendingReason(PatchDecision decision, ClassificationContext context)
    {
        var states = context.PreviousStates;
        var when = states.Find(decision.Entry.Id, decision.Entry.Installed!.Version) is { } entry && states.WaitingSince(entry) is { } time
            ? " on " + time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC"
            : "";
        return $"{decision.Reason.TrimEnd('.')}; an install without a reboot put it on{when}, and no restart since then is known";
    }

    private static string ClassificationOf(AvailablePatch? patch, PatchOperatingSystem operatingSystem)
    {
        if (patch is null)
            return "";
        if (IsDebianFamily(operatingSystem))
            return patch.IsSecurity ? Security : "";

        var candidates = patch.Advisories.Select(advisory => advisory.Classification).Concat(patch.Classifications)
            .Where(text => text.Length > 0)
            .ToList();
        if (candidates.Exists(text => string.Equals(text, Security, StringComparison.OrdinalIgnoreCase)))
            return Security;
        return candidates.Count == 0 ? "" : TitleCase(candidates[0]);
    }

    private static string SeverityOf(AvailablePatch? patch, InventoryEntry entry, PatchOperatingSystem operatingSystem)
    {
        if (IsDebianFamily(operatingSystem))
        {
            return patch is { Priority.Length: > 0 }
                ? patch.Priority
                : entry.Versions.FirstOrDefault(version => version.Priority.Length > 0)?.Priority ?? "";
        }

        if (patch is null)
            return "";
        var highest = "";
        foreach (var severity in patch.Advisories.Select(advisory => advisory.Severity).Concat(patch.Severities))
        {
            if (severity.Length > 0 && (highest.Length == 0 || SeverityRank(severity) > SeverityRank(highest)))
                highest = severity;
        }

        return TitleCase(highest);
    }

    private static int SeverityRank(string severity) =>
        Array.FindIndex(s_severitiesAscending, known => string.Equals(known, severity, StringComparison.OrdinalIgnoreCase));

    private static bool IsDebianFamily(PatchOperatingSystem operatingSystem) =>
        operatingSystem is PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian;

    /// <summary>Words in one case get a capital; what has a spelling of its own (<c>SecurityUpdates</c>) keeps it.</summary>
    private static string TitleCase(string text)
    {
        var isOneCase = string.Equals(text, text.ToLowerInvariant(), StringComparison.Ordinal)
            || string.Equals(text, text.ToUpperInvariant(), StringComparison.Ordinal);
        return text.Length > 0 && isOneCase ? char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant() : text;
    }

    private static List<string> Distinct(IEnumerable<string> ids) =>
        [.. ids.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];

    private static int CompareForReport(PatchRecord x, PatchRecord y)
    {
        var order = x.State.CompareTo(y.State);
        if (order == 0)
            order = string.CompareOrdinal(x.Id, y.Id);
        return order == 0 ? string.CompareOrdinal(x.Title, y.Title) : order;
    }
}
