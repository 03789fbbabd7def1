using System.Globalization;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Reads what <c>softwareupdate --list</c> prints, in the shape that it had up to macOS 10.14 and in that since 10.15. Pure.</summary>
internal static class SoftwareUpdateListing
{
    private const string Tool = "softwareupdate";
    private const string LabelKey = "Label: ";

    // Exit codes from here on are those of processes that a signal ended.
    private const int FirstSignal = 128;
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private static readonly Regex s_bullet = new(@"^\s*[*-] (?<label>\S.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_ofUpdate = new(@"^\s*(\S+\s+)?(Label: |Title: .* Version: )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_details = new(
        @"^\s*Title: (?<title>.*?),? Version: (?<version>.*?),\s+(?<rest>Size: .*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_oldDetails = new(
        @"^\s*(?<title>.*\S?),?\s*\((?<version>[^()]*)\),\s*(?<size>\d+)\s*(K|KB|KiB)\b,?\s*(?<flags>(\[[^\[\]]*\],?\s*)*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_size = new(@"^(?<size>\d+)\s*(K|KB|KiB)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_nothingNew = new(@"^\s*No (new software|updates are) available\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, s_matchTimeout);

    /// <exception cref="PatchException">ToolFailed: it says that something went wrong. ToolOutputNotUnderstood: it is cut off, or in words that are not known here.</exception>
    public static IReadOnlyList<SoftwareUpdateItem> Parse(ProcessResult result)
    {
        try
        {
            return ReadList(result);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw NotUnderstood($"it takes too long to read {QuotedText.Quote(e.Input.Trim())}");
        }
    }

    private static IReadOnlyList<SoftwareUpdateItem> ReadList(ProcessResult result)
    {
        // Which of the two streams it uses differs from release to release.
        string[] lines = [.. Lines(result.StandardOutput), .. Lines(result.StandardError)];
        List<SoftwareUpdateItem> items = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (s_bullet.Match(lines[i]) is not { Success: true } bullet)
            {
                // One that is passed over would not be missed by anybody.
                if (s_ofUpdate.IsMatch(lines[i]))
                    throw NotUnderstood($"{QuotedText.Quote(lines[i].Trim())} stands in the list by itself");
                continue;
            }

            if (result.IsOutputIncomplete || i + 1 == lines.Length || !IsEnded(result, lines[i + 1]))
                throw NotUnderstood($"the list of updates breaks off after {QuotedText.Quote(lines[i].Trim())}");
            items.Add(Read(bullet.Groups["label"].Value, lines[++i]));
        }

        string words = SoftwareUpdateWords.Join(lines);
        bool isEmpty = !result.IsOutputIncomplete && Array.Exists(lines, line => s_nothingNew.IsMatch(line));

        // Who did not reach Apple knows of nothing new either, and a list may be without what came after the crash.
        if (result.ExitCode >= FirstSignal || (isEmpty && items.Count == 0 && (result.ExitCode != 0 || Array.Exists(lines, SoftwareUpdateWords.IsUnreachable))))
            throw Failed(result.ExitCode, words);
        if (items.Count > 0 || isEmpty)
            return items;
        if (result.ExitCode != 0 || SoftwareUpdateWords.IsProblem(words))
            throw Failed(result.ExitCode, words);
        throw NotUnderstood(words.Length == 0 ? "it said neither that there are updates nor that there are none" : $"it said {QuotedText.Quote(words)}");
    }

    public static PatchException NotUnderstood(string what) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"What softwareupdate printed was not understood: {what}. Nothing was changed.",
        Tool,
        "Run 'softwareupdate --list' in Terminal and see what it says. Its words have to be English: set the language of the user that runs this to English.");

    private static PatchException Failed(int exitCode, string words) => new(
        ErrorIds.ToolFailed,
        ErrorKind.InvalidResult,
        $"'softwareupdate --list' failed with exit code {exitCode}: {(words.Length == 0 ? "it said nothing." : words)}",
        Tool,
        "Check the network and the proxy, and run 'softwareupdate --list' in Terminal. A restart of the Mac sets softwareupdate right where it hangs.");

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0);

    /// <summary>A line without an end is one that was cut.</summary>
    private static bool IsEnded(ProcessResult result, string line) =>
        !IsLast(result.StandardOutput, line) && !IsLast(result.StandardError, line);

    private static bool IsLast(string text, string line) => text.Length > 0 && text[text.Length - 1] != '\n' && text.EndsWith(line, StringComparison.Ordinal);

    private static SoftwareUpdateItem Read(string label, string details)
    {
        bool isLabelled = label.StartsWith(LabelKey, StringComparison.Ordinal);
        if (isLabelled)
            label = label.Substring(LabelKey.Length);
        SoftwareUpdateItem? item = isLabelled ? ReadFields(label, details) : ReadColumns(label, details);
        if (item is null || item.Title.Length == 0 || label.Length == 0)
            throw NotUnderstood($"after {QuotedText.Quote(label)} it says {QuotedText.Quote(details.Trim())}");
        if (label[0] == '-')
            throw NotUnderstood($"the label {QuotedText.Quote(label)} looks like an option");
        return item;
    }

    /// <summary><c>Title: Safari, Version: 14.0.1, Size: 67518K, Recommended: YES, Action: restart,</c></summary>
    private static SoftwareUpdateItem? ReadFields(string label, string details)
    {
        if (s_details.Match(details) is not { Success: true } match)
            return null;
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string field in match.Groups["rest"].Value.Split([','], StringSplitOptions.RemoveEmptyEntries).Select(field => field.Trim()).Where(field => field.Length > 0))
        {
            int colon = field.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
                return null;
            fields[field.Substring(0, colon)] = field.Substring(colon + 2);
        }

        if (s_size.Match(fields["Size"]) is not { Success: true } size)
            return null;
        string recommended = fields.TryGetValue("Recommended", out string? said) ? said : "NO";
        if (recommended is not ("YES" or "NO"))
            return null;
        string action = fields.TryGetValue("Action", out string? word) ? word : "";
        return new SoftwareUpdateItem
        {
            Label = label,
            Title = match.Groups["title"].Value.Trim(),
            Version = match.Groups["version"].Value.Trim(),
            Bytes = Bytes(size.Groups["size"].Value),
            IsRecommended = string.Equals(recommended, "YES", StringComparison.Ordinal),
            Action = ActionOf(action),
            ActionWord = action,
        };
    }

    /// <summary><c>Safari (14.0.1), 67518K [recommended] [restart]</c></summary>
    private static SoftwareUpdateItem? ReadColumns(string label, string details)
    {
        if (s_oldDetails.Match(details) is not { Success: true } match)
            return null;
        string[] flags = [.. match.Groups["flags"].Value.Split(['[', ']', ','], StringSplitOptions.RemoveEmptyEntries).Select(flag => flag.Trim()).Where(flag => flag.Length > 0)];
        string action = Array.Find(flags, flag => !string.Equals(flag, "recommended", StringComparison.Ordinal)) ?? "";
        return new SoftwareUpdateItem
        {
            Label = label,
            Title = match.Groups["title"].Value.Trim().TrimEnd(',').TrimEnd(),
            Version = match.Groups["version"].Value.Trim(),
            Bytes = Bytes(match.Groups["size"].Value),
            IsRecommended = flags.Contains("recommended", StringComparer.Ordinal),
            Action = ActionOf(action),
            ActionWord = action,
        };
    }

    private static UpdateAction ActionOf(string word) => word switch
    {
        "" or "none" => UpdateAction.None,
        "restart" => UpdateAction.Restart,
        "shut down" or "shutdown" or "halt" => UpdateAction.ShutDown,
        _ => UpdateAction.Unknown,
    };

    private static long? Bytes(string kilobytes) =>
        long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= long.MaxValue / 1024 ? number * 1024 : null;
}
