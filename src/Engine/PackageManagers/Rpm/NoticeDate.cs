using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Reads the dates of notices.</summary>
internal static class NoticeDate
{
    private const int ShortestSeconds = 9;
    private const long LatestSecond = 253_402_300_799;

    // The most usual first. One digit where two are usual is read as well: strptime, which others use, takes it.
    private static readonly string[] s_formats = ["yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy-M-d H"];

    /// <summary>A date alone or with hours, minutes and seconds; always UTC, whether it says so or not. SUSE gives the seconds since 1970.</summary>
    /// <param name="text">What stands in the notice.</param>
    /// <param name="reason">Why there is no date; null where there is one.</param>
    /// <returns>Null where the text is no date.</returns>
    public static DateTimeOffset? Read(string text, out string? reason)
    {
        reason = null;
        string date = WithoutZone(text.Trim());
        if (date.Length == 0)
        {
            reason = "the date is empty";
            return null;
        }

        // Less would be the early seventies: rather a year or a day without hyphens.
        if (date.Length >= ShortestSeconds && long.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= LatestSecond)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(date, s_formats, CultureInfo.InvariantCulture, utc, out DateTimeOffset time))
            return time;

        reason = "it is no date of the form 2026-01-31, 2026-01-31 23, 2026-01-31 23:59 or 2026-01-31 23:59:59";
        return null;
    }

    private static string WithoutZone(string text)
    {
        if (text.EndsWith(" UTC", StringComparison.Ordinal))
            return text.Substring(0, text.Length - " UTC".Length);
        // ISO 8601.
        int t = text.IndexOf('T');
        if (t < 0)
            return text;
        string date = text.Replace('T', ' ');
        return date[date.Length - 1] == 'Z' ? date.Substring(0, date.Length - 1) : date;
    }
}
