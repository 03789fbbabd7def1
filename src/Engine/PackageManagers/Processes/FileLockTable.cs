using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Reads the text of /proc/locks.</summary>
internal static class FileLockTable
{
    private const int KindField = 1;
    private const int AccessField = 3;
    private const int ProcessField = 4;
    private const int FileField = 5;
    private const string OwnedByOpenFile = "-1";

    private static readonly char[] s_space = [' ', '\t', '\r'];
    private static readonly char[] s_lineEnd = ['\n'];

    /// <summary>The locks that are held; those who wait for one, leases, and lines that are not understood are left out.</summary>
    public static IReadOnlyList<FileLock> Parse(string text)
    {
        List<FileLock> locks = [];
        foreach (var line in text.Split(s_lineEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            // "1: POSIX  ADVISORY  WRITE 22757 fe:00:11658902 0 EOF"; who waits has "->" before the kind.
            var fields = line.Split(s_space, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > FileField
                && fields[KindField] is "POSIX" or "FLOCK" or "OFDLCK"
                && TryParseFile(fields[FileField]) is { } file
                && TryParseOwner(fields[ProcessField], out var processId))
                locks.Add(new FileLock(processId, string.Equals(fields[AccessField], "WRITE", StringComparison.Ordinal), file));
        }

        return locks;
    }

    private static bool TryParseOwner(string field, out int? processId)
    {
        processId = null;
        if (string.Equals(field, OwnedByOpenFile, StringComparison.Ordinal))
            return true;

        // A process of another container is process 0 here: nobody could do anything with that.
        if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0)
            return false;
        processId = value;
        return true;
    }

    private static FileIdentity? TryParseFile(string field)
    {
        var parts = field.Split(':');
        return parts.Length == 3
            && uint.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var major)
            && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var minor)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? new FileIdentity(major, minor, inode)
            : null;
    }
}
