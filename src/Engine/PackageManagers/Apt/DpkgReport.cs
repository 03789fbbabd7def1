using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads what apt and dpkg said while they worked.</summary>
internal static class DpkgReport
{
    private const string ErrorMark = "dpkg: error processing ";
    private const string DependencyMark = "dpkg: dependency problems prevent configuration of ";
    private const string WarningMark = "dpkg: warning: ";
    private const string RetryMark = "dpkg: trying script from the new package";
    private const string KeptMark = "Keeping old config file";
    private const int MostScriptLines = 4;
    private const int MostDependencyLines = 3;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    // dpkg: error processing package foo:amd64 (--configure):
    // dpkg: error processing archive /var/cache/apt/archives/foo_1%3a2_amd64.deb (--unpack):
    private static readonly Regex s_error = new(
        @"^dpkg: error processing (?<kind>package|archive) (?<what>.+?) \((?<phase>-[^)]*)\):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    // Configuration file '/etc/foo.conf'
    // Configuration file '/etc/foo.conf' (actually '/mnt/etc/foo.conf')
    private static readonly Regex s_configurationFile = new(@"^Configuration file '(?<path>.+?)'( \(actually '.*'\))?\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    // Lines of dpkg's own between which a maintainer script speaks.
    private static readonly Regex s_ownLine = new(
        @"^(?:Setting up|Unpacking|Preparing to unpack|Selecting previously|\(Reading database|Removing|Processing triggers|Reading package lists|Building dependency|Reading state|dpkg:|E:|W:|Errors were)",
        RegexOptions.CultureInvariant,
        s_limit);

    /// <param name="exitCode">Of apt or dpkg.</param>
    /// <param name="output">Both streams.</param>
    /// <remarks>Paths of configuration files are those that the system itself knows, also of one that is mounted elsewhere.</remarks>
    public static TransactionReport Parse(int exitCode, string output)
    {
        string[] lines = output.Split('\n');
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        List<string> kept = [];
        Dictionary<string, string> dependencies = ReadDependencyProblems(lines);
        string file = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(ErrorMark, StringComparison.Ordinal) && s_error.Match(lines[i]) is { Success: true } error)
                AddFailure(failures, dependencies, error, lines, i);
            else if (s_configurationFile.Match(lines[i]) is { Success: true } configuration)
                file = configuration.Groups["path"].Value;
            else if (lines[i].IndexOf(KeptMark, StringComparison.Ordinal) >= 0 && file.Length > 0)
                kept.Add(file);
        }

        return new TransactionReport
        {
            IsSuccess = exitCode == 0,
            Failures = failures,
            Problem = exitCode == 0 ? "" : Problem(exitCode, lines),
            KeptConfigurationFiles = [.. kept.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Whether dpkg came so far as to change something.</summary>
    public static bool HasBegun(string output) => output.Split('\n').Any(line =>
        line.StartsWith("(Reading database", StringComparison.Ordinal)
        || line.StartsWith("Preparing to unpack ", StringComparison.Ordinal)
        || line.StartsWith("Setting up ", StringComparison.Ordinal)
        || line.StartsWith("Removing ", StringComparison.Ordinal)
        || line.StartsWith("Processing triggers for ", StringComparison.Ordinal));

    private static void AddFailure(Dictionary<string, string> failures, Dictionary<string, string> dependencies, Match error, string[] lines, int at)
    {
        string key = KeyOf(error.Groups["kind"].Value, error.Groups["what"].Value);
        List<string> message = [];
        for (int i = at + 1; i < lines.Length && lines[i].StartsWith(" ", StringComparison.Ordinal); i++)
            message.Add(lines[i].Trim());
        // An old package's script that fails is only a warning, until the new package's has failed too.
        int start = at;
        while (start > 0 && (lines[start - 1].StartsWith(WarningMark, StringComparison.Ordinal) || lines[start - 1].StartsWith(RetryMark, StringComparison.Ordinal)))
        {
            start--;
            if (lines[start].StartsWith(WarningMark, StringComparison.Ordinal))
                message.Insert(0, lines[start].Substring(WarningMark.Length).Trim() + ";");
        }

        string text = string.Join(" ", message);
        if (dependencies.TryGetValue(error.Groups["what"].Value, out string? needs))
            text = $"{text}: {needs}";
        else if (ScriptWords(lines, start) is { Length: > 0 } words)
            text = $"{text} (it said: {words})";
        failures[key] = SecretRedactor.Redact($"dpkg ({error.Groups["phase"].Value}): {text}");
    }

    /// <summary>The id, or the name alone where dpkg does not tell the architecture.</summary>
    private static string KeyOf(string kind, string what)
    {
        if (string.Equals(kind, "archive", StringComparison.Ordinal))
        {
            string[] parts = what.Substring(what.LastIndexOf('/') + 1).Split('_');
            return parts.Length >= 3 ? $"{parts[0]}.{parts[parts.Length - 1].Replace(".deb", "")}" : what;
        }

        return what.Replace(':', '.');
    }

    /// <summary>What the maintainer script wrote just before dpkg reported its failure.</summary>
    private static string ScriptWords(string[] lines, int at)
    {
        List<string> words = [];
        for (int i = at - 1; i >= 0 && words.Count < MostScriptLines && !s_ownLine.IsMatch(lines[i]); i--)
        {
            if (lines[i].Trim().Length > 0)
                words.Insert(0, lines[i].Trim());
        }

        return string.Join(" | ", words);
    }

    private static Dictionary<string, string> ReadDependencyProblems(string[] lines)
    {
        Dictionary<string, string> problems = new(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(DependencyMark, StringComparison.Ordinal))
                continue;
            string name = lines[i].Substring(DependencyMark.Length).TrimEnd(':');
            List<string> needs = [];
            for (int j = i + 1; j < lines.Length && lines[j].StartsWith(" ", StringComparison.Ordinal) && needs.Count < MostDependencyLines; j++)
                needs.Add(lines[j].Trim());
            problems[name] = string.Join(" ", needs);
        }

        return problems;
    }

    private static string Problem(int exitCode, string[] lines)
    {
        string[] errors = [.. lines.Where(line => line.StartsWith("E: ", StringComparison.Ordinal) || line.StartsWith("dpkg: error: ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct(StringComparer.Ordinal)];
        return errors.Length == 0 ? $"It ended with exit code {exitCode} and gave no reason." : SecretRedactor.Redact(string.Join(" ", errors.Take(MostScriptLines)));
    }
}
