namespace PatchBaselineAssociation.States;

/// <summary>The installed patches as one run leaves them for the next.</summary>
public sealed record PatchStates
{
    public static PatchStates Empty { get; } = new();

    /// <summary>By <c>id:version</c>, which is a patch's title where it has none of its own.</summary>
    public IReadOnlyDictionary<string, PatchStateEntry> Patches { get; init; } = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal);

    /// <summary>When the last install with the option NoReboot was; null where there was none.</summary>
    public DateTimeOffset? LastNoRebootInstallOperationTime { get; init; }

    /// <summary>The states of a run: only what is installed, as published.</summary>
    public static PatchStates Of(IEnumerable<PatchRecord> records, DateTimeOffset? lastNoRebootInstallOperationTime)
    {
        var patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (IsInstalled(record.State))
                patches[TitleOf(record.Id, record.InstalledVersion)] = new PatchStateEntry(record.Id, record.InstalledTime, record.State);
        }

        return new PatchStates { Patches = patches, LastNoRebootInstallOperationTime = lastNoRebootInstallOperationTime };
    }

    /// <summary>The same with the patches of former states that wait for a restart still: one that a newer version has made missing, or the baseline rejected, waits no less.</summary>
    /// <param name="former">What the run began with, and what it put on.</param>
    /// <param name="installed">The installed version by id.</param>
    /// <param name="bootTime">When the system last started; null where that is not known.</param>
    public PatchStates Carrying(PatchStates former, Func<string, string?> installed, DateTimeOffset? bootTime)
    {
        var patches = Patches.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (title, entry) in former.Waiting(installed, bootTime))
        {
            if (!patches.TryGetValue(title, out var known) || known.State != PatchState.InstalledPendingReboot)
                patches[title] = entry;
        }

        return this with { Patches = patches };
    }

    /// <summary>The patches that wait for a restart and are installed in exactly that version, by title.</summary>
    public IEnumerable<(string Title, PatchStateEntry Entry)> Waiting(Func<string, string?> installed, DateTimeOffset? bootTime) => Patches
        .Where(pair => IsWaiting(pair.Value, bootTime)
            && installed(pair.Value.Id) is { } version
            && string.Equals(TitleOf(pair.Value.Id, version), pair.Key, StringComparison.Ordinal))
        .Select(pair => (pair.Key, pair.Value));

    /// <summary>The same with more patches that wait for a restart.</summary>
    /// <param name="changes">What was put on.</param>
    /// <param name="time">When, where the package manager does not tell: a start of the system after that is the restart that they wait for.</param>
    public PatchStates WithPending(IEnumerable<PackageChange> changes, DateTimeOffset time)
    {
        var patches = Patches.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.ToVersion.Length > 0)
                patches[TitleOf(change.Id, change.ToVersion)] = new PatchStateEntry(change.Id, time, PatchState.InstalledPendingReboot);
        }

        return this with { Patches = patches };
    }

    /// <summary>The same where nothing waits for a restart any more.</summary>
    public PatchStates WithoutPending() => this with { Patches = Released(_ => true) };

    /// <summary>The same where nothing waits for a restart that has happened: the next install must not make it wait again.</summary>
    /// <param name="bootTime">When the system last started; null where that is not known, and then all go on waiting.</param>
    public PatchStates Settled(DateTimeOffset? bootTime) => this with { Patches = Released(entry => !IsWaiting(entry, bootTime)) };

    /// <summary>Whether a patch waits for a restart, and none is known to have happened.</summary>
    public bool IsWaiting(PatchStateEntry entry, DateTimeOffset? bootTime) =>
        entry.State == PatchState.InstalledPendingReboot && !(bootTime >= WaitingSince(entry));

    /// <summary>A start of the system after this is the restart that the patch waits for.</summary>
    internal DateTimeOffset? WaitingSince(PatchStateEntry entry) =>
        LastNoRebootInstallOperationTime is null || entry.InstalledTime > LastNoRebootInstallOperationTime ? entry.InstalledTime : LastNoRebootInstallOperationTime;

    public static bool IsInstalled(PatchState state) =>
        state is PatchState.Installed or PatchState.InstalledOther or PatchState.InstalledRejected or PatchState.InstalledPendingReboot;

    public static string TitleOf(string id, string version) => version.Length == 0 ? id : $"{id}:{version}";

    public PatchStateEntry? Find(string id, string version) =>
        Patches.TryGetValue(TitleOf(id, version), out var entry) && string.Equals(entry.Id, id, StringComparison.Ordinal) ? entry : null;

    private Dictionary<string, PatchStateEntry> Released(Func<PatchStateEntry, bool> isDone) => Patches.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.State == PatchState.InstalledPendingReboot && isDone(pair.Value) ? pair.Value with { State = PatchState.Installed } : pair.Value,
        StringComparer.Ordinal);
}
