using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What softwareupdate says beside its lists.</summary>
internal static class SoftwareUpdateWords
{
    private const int MaximumLines = 4;
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private static readonly Regex s_course = new(
        @"^\s*(Software Update Tool|Copyright\b|Finding available software|Software Update found|Downloading\b|Downloaded\b|Installing\b|Installed\b|Verifying\b|Preparing\b|Checking packages|Waiting to install\b|Done\b|Progress\b|About\b|Less than\b|\d+(\.\d+)?\s*%)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_problem = new(
        @"can't|can’t|cannot|could not|couldn't|couldn’t|unable|\berror\b|\bfail(ed|ure|s)?\b|timed out|offline|not enough|no such update|not found|password|authenticat|not authorized|volume owner|must be run as root|denied|invalid",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_unreachable = new(
        @"(can't|can’t|cannot|could not|couldn't|couldn’t|unable to) (connect|load|reach)|not connected to the internet|timed out|\boffline\b|(NSURL|SU)ErrorDomain",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_restart = new(
        @"requires? (that you |a )?restart|restart (immediately|is required|required)|(must|need to|have to) (be )?restart", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, s_matchTimeout);

    /// <summary>Whether a line tells only how far the work is.</summary>
    public static bool IsCourse(string line) => s_course.IsMatch(line);

    public static bool IsProblem(string line) => s_problem.IsMatch(line);

    /// <summary>Whether it says that Apple could not be asked.</summary>
    public static bool IsUnreachable(string line) => s_unreachable.IsMatch(line);

    /// <summary>Whether it wants the Mac to be restarted, so that what it prepared is put on.</summary>
    public static bool AsksForRestart(string text) => s_restart.IsMatch(text);

    /// <summary>What it has to say, on one line and without what it always says.</summary>
    public static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(
        " ", lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !IsCourse(line)).Distinct(StringComparer.Ordinal).Take(MaximumLines)));
}
