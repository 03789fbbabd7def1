namespace PatchBaselineAssociation.States;

/// <summary>The installed patches as one run leaves them for the next.</summary>
public sealed record PatchStates
{
    public static PatchStates Empty { get; } = new();

    /// <summary>By title: <c>id:version</c>.</summary>
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
                patches[record.Title] = new PatchStateEntry(record.Id, record.InstalledTime, record.State);
        }

        return new PatchStates { Patches = patches, LastNoRebootInstallOperationTime = lastNoRebootInstallOperationTime };
    }

    public static bool IsInstalled(PatchState state) =>
        state is PatchState.Installed or PatchState.InstalledOther or PatchState.InstalledRejected or PatchState.InstalledPendingReboot;

    public static string TitleOf(string id, string version) => version.Length == 0 ? id : $"{id}:{version}";

    public PatchStateEntry? Find(string id, string version) =>
        Patches.TryGetValue(TitleOf(id, version), out var entry) && string.Equals(entry.Id, id, StringComparison.Ordinal) ? entry : null;
}
