using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>State files that cannot be used are kept for whoever wants to know what happened to them.</summary>
internal static class DamagedFiles
{
    /// <summary>Where a damaged file can be moved to, so that nothing is replaced.</summary>
    public static string PathAside(string path, IFileSystem files, DateTimeOffset now)
    {
        var aside = path + ".damaged-" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        var unique = aside;
        for (var number = 2; files.FileExists(unique); number++)
            unique = aside + "-" + number.ToString(CultureInfo.InvariantCulture);
        return unique;
    }
}
