using System.Globalization;

namespace PatchBaselineAssociation.States;

/// <summary>The name of a run's file in the history: sorted by name is sorted by time.</summary>
internal sealed record RunFileName(string Path, DateTimeOffset Time)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";
    private const string Extension = ".json";

    // A name at the end of the calendar is none of ours, and nothing could come after it.
    private const int LastYear = 9998;

    /// <summary>Null for files that are no runs.</summary>
    public static RunFileName? Parse(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var dash = name.IndexOf('-');
        return dash > 0
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(name[..dash], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year <= LastYear
                ? new RunFileName(path, time)
                : null;
    }

    public static string Of(DateTimeOffset time, string operation) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + "-" + operation.ToLowerInvariant() + Extension;
}
