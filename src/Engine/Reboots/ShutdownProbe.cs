using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Looks whether a shutdown is scheduled or under way, so that nobody starts an install into it. Windows and macOS have no file that tells.</summary>
public sealed class ShutdownProbe
{
    private const string ScheduleFile = "/run/systemd/shutdown/scheduled";
    private const string NoLoginFile = "/run/nologin";
    private const long MaximumBytes = 64 << 10;
    private const int MaximumModeLength = 40;

    // systemd's way to try everything but the shutdown itself.
    private const string DryRun = "dry-";

    private static readonly DateTimeOffset s_epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IFileSystem _files;
    private readonly SystemKind _system;

    public ShutdownProbe(IFileSystem files, SystemKind system)
    {
        _files = files;
        _system = system;
    }

    /// <summary>Null where nothing tells of one.</summary>
    public ShutdownNotice? Find()
    {
        if (_system != SystemKind.Linux)
            return null;
        if (_files.FileExists(ScheduleFile))
        {
            var schedule = Read(ScheduleFile);
            return schedule["MODE"].StartsWith(DryRun, StringComparison.Ordinal) ? null : Scheduled(schedule);
        }

        return _files.FileExists(NoLoginFile)
            ? new ShutdownNotice($"'{NoLoginFile}' keeps users from logging in, as it does while a shutdown is under way.", NoLoginFile, Time: null)
            : null;
    }

    private static ShutdownNotice Scheduled(OsRelease schedule)
    {
        var mode = PrintableText.Of(schedule["MODE"], MaximumModeLength);
        var time = ParseTime(schedule["USEC"]);
        var when = time is { } known ? " for " + known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "";
        return new ShutdownNotice($"A shutdown{(mode.Length == 0 ? "" : $" ({mode})")} is scheduled{when}.", ScheduleFile, time);
    }

    /// <summary>The file has the form of os-release. One that cannot be read tells by being there.</summary>
    private OsRelease Read(string path)
    {
        try
        {
            return OsRelease.Parse(Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumBytes)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return OsRelease.Empty;
        }
    }

    /// <summary>Microseconds since 1970.</summary>
    private static DateTimeOffset? ParseTime(string text)
    {
        const int ticksPerMicrosecond = 10;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds <= (DateTimeOffset.MaxValue - s_epoch).Ticks / ticksPerMicrosecond
            ? s_epoch.AddTicks(microseconds * ticksPerMicrosecond)
            : null;
    }
}
