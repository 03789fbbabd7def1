using System.Globalization;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A line of apt's status descriptor.</summary>
internal static class AptStatusLine
{
    // pmstatus:libfoo:46.1538:Configuring libfoo (amd64)
    private static readonly Regex s_line = new(
        @"^(?<kind>pm|dl)status:(?<what>.*?):(?<percent>[0-9]+(\.[0-9]+)?):(?<text>.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>What to show; null for a line that is no progress.</summary>
    public static (string Text, int Percent)? Parse(string line)
    {
        Match match = s_line.Match(line);
        if (!match.Success || !double.TryParse(match.Groups["percent"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent))
            return null;
        return (match.Groups["text"].Value, (int)Math.Min(100, percent));
    }
}
