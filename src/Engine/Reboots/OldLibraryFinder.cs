using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Goes through the processes of a running Linux system. Those of other users cannot be looked at by an ordinary user and are left out, as are those that end meanwhile.</summary>
internal sealed class OldLibraryFinder(IFileSystem files, string proc)
{
    private const int InitProcess = 1;
    private const int MaximumProcesses = 4096;
    private const long MaximumMapsBytes = 8 << 20;
    private const long MaximumTotalBytes = 64 << 20;
    private const long MaximumNameBytes = 64 << 10;
    private const int MaximumNameLength = 80;

    public OldLibraryUsers Find()
    {
        // This process ends by itself, and may be the very one that replaced the libraries.
        var own = files.GetLinkTarget(proc + "/self");
        string? init = null;
        SortedSet<string> services = new(StringComparer.Ordinal);
        long total = 0;
        foreach (var processId in ProcessIds().Take(MaximumProcesses))
        {
            if (total >= MaximumTotalBytes)
                break;
            var folder = proc + "/" + processId.ToString(CultureInfo.InvariantCulture);
            if (string.Equals(own, Path.GetFileName(folder), StringComparison.Ordinal) || TryRead(folder + "/maps", MaximumMapsBytes) is not { } maps)
                continue;
            total += maps.Length;
            if (!MappedFiles.HasDeletedLibrary(maps))
                continue;
            if (processId == InitProcess)
                init = ProcessName(folder);
            else if (NameOf(folder) is { } name)
                services.Add(name);
        }

        return new OldLibraryUsers(init, [.. services]);
    }

    /// <summary>The oldest first, so that services are seen where there are more processes than are looked at.</summary>
    private IEnumerable<int> ProcessIds()
    {
        List<int> ids = [];
        foreach (var folder in Folders())
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
                ids.Add(processId);
        }

        ids.Sort();
        return ids;
    }

    private IReadOnlyList<string> Folders()
    {
        try
        {
            return files.GetDirectories(proc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string? NameOf(string folder)
    {
        var group = ReadText(folder + "/cgroup");
        return ControlGroup.IsContainer(group) ? null : PrintableText.Of(ControlGroup.FindService(group) ?? ProcessName(folder), MaximumNameLength);
    }

    private string ProcessName(string folder)
    {
        var name = ReadText(folder + "/comm").TrimEnd('\n');
        return name.Length == 0 ? "process " + Path.GetFileName(folder) : PrintableText.Of(name, MaximumNameLength);
    }

    private string ReadText(string path) => TryRead(path, MaximumNameBytes) is { } content ? Encoding.UTF8.GetString(content) : "";

    private byte[]? TryRead(string path, long maximumBytes)
    {
        try
        {
            return files.ReadAllBytes(path, maximumBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
