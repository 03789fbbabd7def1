using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>What an install is about to do: written before the package manager starts and removed when the result is kept, so that the run after a killed one knows.</summary>
public sealed record InstallJournal
{
    public const int SchemaVersion = 1;

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The package manager's output.</summary>
    public string LogPath { get; init; } = "";

    public required IReadOnlyList<PackageChange> Steps { get; init; }

    /// <summary>Packages that count as dependencies: the package manager forgets that of what it is asked for by name.</summary>
    public IReadOnlyList<string> Automatic { get; init; } = [];

    /// <summary>The steps that were done. What is only half installed, or half removed, is still to be finished.</summary>
    /// <param name="installed">The installed version by id.</param>
    /// <param name="isUnfinished">Whether a package is only half installed, by id.</param>
    public IReadOnlyList<PackageChange> Done(Func<string, string?> installed, Func<string, bool> isUnfinished) =>
        [.. Steps.Where(step => string.Equals(installed(step.Id) ?? "", step.ToVersion, StringComparison.Ordinal) && !isUnfinished(step.Id))];

    /// <summary>The states as the killed run would have left them: what it put on waits for a restart, unless there has been one.</summary>
    /// <param name="states">What the run before it left.</param>
    /// <param name="installed">The installed version by id.</param>
    /// <param name="isUnfinished">Whether a package is only half installed, by id.</param>
    /// <param name="bootTime">When the system last started; null where that is not known.</param>
    public PatchStates Recover(PatchStates states, Func<string, string?> installed, Func<string, bool> isUnfinished, DateTimeOffset? bootTime)
    {
        PackageChange[] done = [.. Done(installed, isUnfinished).Where(step => step.ToVersion.Length > 0)];
        return done.Length == 0 || bootTime >= StartedAt ? states : states.WithPending(done, StartedAt);
    }

    internal byte[] ToJson() => StateJson.WriteIndented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("startedAt", StartedAt);
        writer.WriteString("logPath", LogPath);
        writer.WriteStartArray("steps");
        foreach (PackageChange step in Steps)
            PackageChangeJson.Write(writer, step);
        writer.WriteEndArray();
        writer.WriteStartArray("automatic");
        foreach (string name in Automatic)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="PatchException">A newer version of the module wrote it.</exception>
    internal static InstallJournal FromJson(byte[] content, string path) => StateJson.Read(content, root =>
    {
        StateVersion.Check(root, SchemaVersion, path);
        return new InstallJournal
        {
            StartedAt = root.RequiredTime("startedAt"),
            LogPath = root.OptionalString("logPath"),
            Steps = root.OptionalObjects("steps", PackageChangeJson.Read),
            Automatic = root.OptionalStrings("automatic"),
        };
    });
}
