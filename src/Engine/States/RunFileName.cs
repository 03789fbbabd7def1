using System.Globalization;

namespace PatchBaselineAssociation.States;

/// <summary>The name of a file of a run, in the history or of its log: sorted by name is sorted by time.</summary>
internal sealed record RunFileName(string Path, DateTimeOffset Time)
{
    public const string LogExtension = ".log";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";
    private const string Extension = ".json";

    // A name at the end of the calendar is none of ours, and nothing could come after it.
    private const int LastYear = 9998;

    /// <summary>Null for files that are no runs.</summary>
    public static RunFileName? Parse(string path) => Parse(path, Extension);

    public static bool IsLog(string path) => Parse(path, LogExtension) is not null;

    /// <summary>Whether a file is named exactly as we name that of a run: in a folder that others use too, the rest is theirs.</summary>
    public static bool IsOurs(string path, string operation, string extension) =>
        Parse(path, extension) is { } name && string.Equals(Of(name.Time, operation, extension), System.IO.Path.GetFileName(path), StringComparison.Ordinal);

    public static string Of(DateTimeOffset time, string operation, string extension = Extension) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + "-" + operation.ToLowerInvariant() + extension;

    private static RunFileName? Parse(string path, string extension)
    {
        var name = System.IO.Path.GetFileName(path);
        var dash = name.IndexOf('-');
        return dash > 0
            && name.EndsWith(extension, StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(name[..dash], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year <= LastYear
                ? new RunFileName(path, time)
                : null;
    }
}
