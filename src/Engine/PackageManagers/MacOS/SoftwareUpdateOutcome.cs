namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What became of updates, by the list and the history from afterwards. Pure.</summary>
internal sealed record SoftwareUpdateOutcome
{
    public required IReadOnlyList<OwnInstall> Done { get; init; }

    /// <summary>Why an update is not on, by label.</summary>
    public required IReadOnlyDictionary<string, string> Missed { get; init; }

    /// <param name="items">What was to be put on.</param>
    /// <param name="report">What softwareupdate said meanwhile.</param>
    /// <param name="after">What the sources say now.</param>
    /// <param name="start">When softwareupdate began.</param>
    public static SoftwareUpdateOutcome Of(IReadOnlyList<SoftwareUpdateItem> items, SoftwareUpdateReport report, MacOSSnapshot after, DateTimeOffset start)
    {
        HashSet<string> listed = new(after.Updates.Select(item => item.Label), StringComparer.Ordinal);
        List<OwnInstall> done = [];
        Dictionary<string, string> missed = new(StringComparer.Ordinal);
        foreach (SoftwareUpdateItem item in items)
        {
            string problem = report.Failures.TryGetValue(item.Label, out string? own) ? own : report.Problem;
            bool isReceived = after.Receipts.Any(receipt =>
                string.Equals(receipt.Name, item.Title, StringComparison.Ordinal) && string.Equals(receipt.Version, item.Version, StringComparison.Ordinal) && receipt.Time >= WholeSecond(start));
            bool isPrepared = listed.Contains(item.Label) && item.Action == UpdateAction.Restart && report.AsksForRestart && problem.Length == 0;
            if (isReceived || isPrepared || (problem.Length == 0 && !listed.Contains(item.Label)))
                done.Add(new OwnInstall { Label = item.Label, Title = item.Title, Version = item.Version, Time = WholeSecond(start), IsPrepared = isPrepared && !isReceived });
            else
                missed[item.Label] = problem.Length > 0 ? problem : WhyListed(item);
        }

        return new SoftwareUpdateOutcome { Done = done, Missed = missed };
    }

    private static string WhyListed(SoftwareUpdateItem item) => item.Action == UpdateAction.Restart
        ? "softwareupdate ended without an error and without asking for a restart, and still lists it: some releases of macOS put such an update on only where softwareupdate restarts the Mac itself (--restart); install it in System Settings or by device management"
        : "softwareupdate ended without an error, and still lists it";

    /// <summary>The history has no parts of a second.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
