using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Finds tools in fixed folders. PATH and the current folder are not asked: whoever sets them must not choose what root runs.</summary>
internal sealed class ToolLocator(IReadOnlyList<string> folders)
{
    /// <summary>The folders that only the system's own packages and its administrator write to.
    /// /usr/local is not among them on Linux: no package manager lives there, and in many places others than root may write to it.</summary>
    public static IReadOnlyList<string> SystemFolders { get; } = FoldersOfThisSystem();

    /// <summary>The absolute path of a tool.</summary>
    /// <exception cref="PatchException">ToolMissing or ToolNotExecutable.</exception>
    public string Find(string tool) => TryFind(tool, out var unusable) ?? throw NotFound(tool, unusable);

    /// <summary>As <see cref="Find"/>; null where there is none.</summary>
    public string? TryFind(string tool) => TryFind(tool, out _);

    private string? TryFind(string tool, out string? unusable)
    {
        unusable = null;
        foreach (var path in Candidates(tool))
        {
            if (!File.Exists(path))
                continue;
            if (UnixFiles.IsExecutable(path))
                return path;
            unusable ??= path;
        }

        return null;
    }

    private IEnumerable<string> Candidates(string tool)
    {
        if (IsAbsolute(tool))
            return [tool];
        if (tool.Length == 0 || tool.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || tool is "." or "..")
            return [];
        var name = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && !Path.HasExtension(tool) ? tool + ".exe" : tool;
        return folders.Select(folder => Path.Combine(folder, name));
    }

    private static bool IsAbsolute(string tool) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? tool.Length > 3 && tool[1] == ':' && tool[2] is '\\' or '/'
        : tool.StartsWith("/", StringComparison.Ordinal) && tool.IndexOf('\0') < 0;

    private PatchException NotFound(string tool, string? unusable)
    {
        if (unusable is not null)
            return NotExecutable(unusable, "this user has no right to execute it");
        var places = IsAbsolute(tool) ? "there is no such file" : $"it is not in {string.Join(", ", folders)}";
        return new PatchException(
            ErrorIds.ToolMissing,
            ErrorKind.NotInstalled,
            $"The tool '{tool}' was not found: {places}.",
            tool,
            "Install the package that brings it.");
    }

    public static PatchException NotExecutable(string path, string reason, Exception? innerException = null) => new(
        ErrorIds.ToolNotExecutable,
        ErrorKind.PermissionDenied,
        $"The tool '{path}' could not be started: {reason.TrimEnd('.')}.",
        path,
        "Reinstall the package that brings it, or run as a user who may execute it.",
        innerException);

    private static IReadOnlyList<string> FoldersOfThisSystem()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return [Environment.SystemDirectory];
        return ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    }
}
