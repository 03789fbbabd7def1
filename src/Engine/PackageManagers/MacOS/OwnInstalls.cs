using System.Text.Json;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>The file in the module's cache that remembers what softwareupdate was told to install.</summary>
internal sealed class OwnInstalls(IFileSystem files, string cacheFolder, IClock clock, IEventSink events)
{
    private const int MaximumBytes = 1 << 20;
    private const int Most = 200;

    // Clocks are set right by little now and then.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(10);

    private readonly string _path = Path.Combine(cacheFolder, "macos", "installed.json");
    private readonly CacheFolder _folder = new(files, Path.Combine(cacheFolder, "macos"));

    /// <summary>Empty where there is none. One that cannot be read is as good as none: the history tells the rest. So is what would have been installed at a time
    /// that is still to come: the clock went wrong then, and until that time every restart would count as one before it.</summary>
    public IReadOnlyList<OwnInstall> Read()
    {
        try
        {
            OwnInstall?[] all = _folder.Guard(() => files.FileExists(_path) ? JsonSerializer.Deserialize<OwnInstall?[]>(files.ReadAllBytes(_path, MaximumBytes)) ?? [] : []);
            DateTimeOffset latest = clock.UtcNow + s_tolerance;
            return [.. all.OfType<OwnInstall>().Where(install => install is { Label: not null, Title: not null, Version: not null } && install.Time <= latest)];
        }
        catch (Exception e) when (e is JsonException or FileTooLargeException)
        {
            events.Verbose($"'{_path}' is damaged and is not used: {e.Message}");
            return [];
        }
    }

    /// <summary>Adds these; of one update the last counts.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Add(IReadOnlyList<OwnInstall> installs)
    {
        if (installs.Count == 0)
            return;
        HashSet<string> labels = new(installs.Select(install => install.Label), StringComparer.Ordinal);
        OwnInstall[] all = [.. installs, .. Read().Where(install => !labels.Contains(install.Label))];
        _folder.Guard(() =>
        {
            files.CreateDirectory(Path.GetDirectoryName(_path)!);
            files.WriteAtomically(_path, JsonSerializer.SerializeToUtf8Bytes(all.Take(Most).ToArray()));
        });
    }
}
