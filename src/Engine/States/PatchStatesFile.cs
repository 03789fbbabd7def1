using System.Text.Json;

namespace PatchBaselineAssociation.States;

/// <summary>The published file <c>patch-states-configuration.json</c>. Other tools read and write it too: keys that are not known are ignored.</summary>
public static class PatchStatesFile
{
    public static byte[] Write(PatchStates states) => StateJson.WriteIndented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("patchStates");
        foreach (var (title, entry) in states.Patches.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!PatchStates.IsInstalled(entry.State))
                continue;
            writer.WriteStartObject(title);
            writer.WriteString("id", entry.Id);
            if (entry.InstalledTime is { } time)
                writer.WriteNumber("installedTime", EpochSeconds.Of(time));
            else
                writer.WriteNull("installedTime");
            writer.WriteString("state", entry.State.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (states.LastNoRebootInstallOperationTime is { } last)
            writer.WriteNumber("lastNoRebootInstallOperationTime", EpochSeconds.Of(last));
        else
            writer.WriteNumber("lastNoRebootInstallOperationTime", 0);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is damaged.</exception>
    public static PatchStates Read(byte[] content) => StateJson.Read(content, root =>
    {
        var patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal);
        if (root.OptionalObject("patchStates") is { } map)
        {
            foreach (var (title, entry) in map.Objects())
            {
                // A state that we do not know is one that a scan finds out anew.
                if (EnumNames.TryParse<PatchState>(entry.RequiredString("state"), out var state))
                    patches[title] = new PatchStateEntry(entry.RequiredString("id"), entry.OptionalEpochSeconds("installedTime"), state);
            }
        }

        var last = root.OptionalEpochSeconds("lastNoRebootInstallOperationTime");
        return new PatchStates
        {
            Patches = patches,
            LastNoRebootInstallOperationTime = last?.ToUnixTimeSeconds() <= 0 ? null : last,
        };
    });
}
