using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads what apt and dpkg said while they worked.</summary>
internal static class DpkgReport
{
    private const string ErrorMark = "dpkg: error processing ";
    private const string DependencyMark = "dpkg: dependency problems prevent ";
    private const string FatalMark = "dpkg: unrecoverable fatal error";
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

    // dpkg: dependency problems prevent processing triggers for foo:
    private static readonly Regex s_dependency = new(
        "^dpkg: dependency problems prevent (configuration of|processing triggers for|removal of) (?<what>[^ ]+):$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    // Configuration file '/etc/foo.conf' (actually '/root/of/the/image/etc/foo.conf')
    private static readonly Regex s_configurationFile = new(
        @"^Configuration file '(?<path>.+?)'( \(actually '.+'\))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    // Many archives at once apt gives to dpkg by numbered links: /tmp/apt-dpkg-install-Ab12Cd/07-foo_1_amd64.deb
    private static readonly Regex s_numbered = new(@"(?<=/apt-dpkg-install-[^/]*)/[0-9]+-(?=[^/]*\z)", RegexOptions.CultureInvariant, s_limit);

    // Lines of dpkg's own between which a maintainer script speaks.
    private static readonly Regex s_ownLine = new(
        @"^(?:Setting up|Unpacking|Preparing to unpack|Selecting previously|\(Reading database|Removing|Processing triggers|Reading package lists|Building dependency|Reading state|dpkg:|E:|W:|Errors were)",
        RegexOptions.CultureInvariant,
        s_limit);

    /// <param name="exitCode">Of apt or dpkg.</param>
    /// <param name="output">Both streams.</param>
    /// <param name="root">The root that dpkg worked on; paths of configuration files in it are given as its own system knows them.</param>
    public static TransactionReport Parse(int exitCode, string output, string root)
    {
        string[] lines = output.Replace("\r\n", "\n").Split('\n');
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
                kept.Add(WithoutRoot(file, root));
        }

        return new TransactionReport
        {
            IsSuccess = exitCode == 0,
            Failures = failures,
            Problem = exitCode == 0 ? "" : AptAdvice.ForSystem(Problem(exitCode, lines, failures.Values), root),
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
        List<string> message = [.. Indented(lines, at + 1)];

        // An old package's script that fails is only a warning, until the new package's has failed too.
        int start = at;
        while (start > 0 && (lines[start - 1].StartsWith(WarningMark, StringComparison.Ordinal) || lines[start - 1].StartsWith(RetryMark, StringComparison.Ordinal)))
        {
            start--;
            if (lines[start].StartsWith(WarningMark, StringComparison.Ordinal))
                message.Insert(0, lines[start].Substring(WarningMark.Length).Trim() + ";");
        }

        string text = SecretRedactor.Redact(string.Join(" ", message));
        if (dependencies.TryGetValue(error.Groups["what"].Value, out string? needs))
            text = $"{text}: {needs}";
        else if (ScriptWords(lines, start) is { Length: > 0 } words)
            text = $"{text} (it said: {SecretRedactor.Redact(words)})";
        failures[key] = $"dpkg ({error.Groups["phase"].Value}): {text}";
    }

    /// <summary>The id, or the name alone where dpkg does not tell the architecture.</summary>
    private static string KeyOf(string kind, string what)
    {
        if (string.Equals(kind, "archive", StringComparison.Ordinal))
        {
            string path = s_numbered.Replace(what, "/");
            string[] parts = path.Substring(path.LastIndexOf('/') + 1).Split('_');
            return parts.Length >= 3 ? $"{parts[0]}.{parts[parts.Length - 1].Replace(".deb", "")}" : what;
        }

        return what.Replace(':', '.');
    }

    /// <summary>What the maintainer script wrote just before dpkg reported its failure.</summary>
    private static string ScriptWords(string[] lines, int at)
    {
        int own = at - 1;
        while (own >= 0 && !s_ownLine.IsMatch(lines[own]))
            own--;
        int first = own + 1;
        if (own >= 0 && lines[own].StartsWith(ErrorMark, StringComparison.Ordinal))
        {
            // These words are about the failure before.
            while (first < at && lines[first].StartsWith(" ", StringComparison.Ordinal))
                first++;
        }

        string[] words = [.. lines.Skip(first).Take(at - first).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return string.Join(" | ", words.Skip(Math.Max(0, words.Length - MostScriptLines)));
    }

    private static Dictionary<string, string> ReadDependencyProblems(string[] lines)
    {
        Dictionary<string, string> problems = new(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(DependencyMark, StringComparison.Ordinal) && s_dependency.Match(lines[i]) is { Success: true } problem)
                problems[problem.Groups["what"].Value] = string.Join(" ", Indented(lines, i + 1).Take(MostDependencyLines));
        }

        return problems;
    }

    private static string Problem(int exitCode, string[] lines, IEnumerable<string> failures)
    {
        List<string> errors = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("E: ", StringComparison.Ordinal) || lines[i].StartsWith("dpkg: error: ", StringComparison.Ordinal))
                errors.Add(lines[i].Trim());
            else if (lines[i].StartsWith(FatalMark, StringComparison.Ordinal))
                errors.Add(string.Join(" ", Indented(lines, i + 1).Prepend(lines[i])));
        }

        if (errors.Count > 0)
            return SecretRedactor.Redact(string.Join(" ", errors.Distinct(StringComparer.Ordinal).Take(MostScriptLines)));
        string told = string.Join(" ", failures.Take(MostScriptLines));
        return told.Length > 0 ? told : $"It ended with exit code {exitCode} and gave no reason.";
    }

    private static IEnumerable<string> Indented(string[] lines, int start)
    {
        for (int i = start; i < lines.Length && lines[i].StartsWith(" ", StringComparison.Ordinal); i++)
            yield return lines[i].Trim();
    }

    private static string WithoutRoot(string path, string root) =>
        root.Length > 1 && path.StartsWith(root + "/", StringComparison.Ordinal) ? path.Substring(root.Length) : path;
}
