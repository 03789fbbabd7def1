using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what dnf and rpm said while they worked. Pure.</summary>
internal static class DnfReport
{
    private const string Running = "Running transaction";
    private const string Error = "Error: ";
    private const string RpmError = "error: ";
    private const string KeptStart = "warning: ";
    private const string KeptMiddle = " created as ";
    private const string KeptEnd = ".rpmnew";
    private const string LockMiddle = " already locked by ";
    private const string LockOwner = "The application with PID ";
    /// <summary>dnf 5 looks at signatures last.</summary>
    internal const string Signature = "OpenPGP check for package ";
    private const int LockedExitCode = 200;
    private const int MaximumProblemLines = 4;

    private static readonly string[] s_downloadMarks = ["incorrect checksum", "Cannot download", "is not signed", "is not installed", "is not correct", "Failing package is", "[FAILED]", "Problem opening package"];
    private static readonly string[] s_fullDiskMarks = ["more space", "No space left on device", "Not enough space", "Failure writing output to destination", "Failed writing received data to disk"];

    /// <summary>Whether rpm came so far as to change something.</summary>
    public static bool HasBegun(string output) => output.Split('\n').Any(line => string.Equals(line.TrimEnd(), Running, StringComparison.Ordinal));

    /// <summary>Which of dnf's locks another has, as the beginning of a sentence; null where dnf ended for another reason.</summary>
    public static string? FindLock(int exitCode, string output)
    {
        if (exitCode != LockedExitCode)
            return null;
        string[] lines = output.Split('\n');
        foreach (string line in lines)
        {
            int middle = line.IndexOf(LockMiddle, StringComparison.Ordinal);
            if (middle <= 0 || !int.TryParse(line.Substring(middle + LockMiddle.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int owner))
                continue;
            string? command = lines.Select(text => text.Trim()).FirstOrDefault(text => text.StartsWith(LockOwner, StringComparison.Ordinal));
            command = command is null ? "" : $" ({PrintableText.Of(command.Substring(command.LastIndexOf(' ') + 1), 100)})";
            return $"dnf's lock of {line.Substring(0, middle).Trim()} is held by process {owner}{command}";
        }

        return null;
    }

    public static string? FindFullDisk(string output) => Find(output, line => Array.Exists(s_fullDiskMarks, mark => line.IndexOf(mark, StringComparison.Ordinal) >= 0));

    /// <summary>Why a package could not be had, by id.</summary>
    public static IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps)
    {
        string[] lines = [.. output.Split('\n').Where(line => Array.Exists(s_downloadMarks, mark => line.IndexOf(mark, StringComparison.Ordinal) >= 0))];
        return ByStep(steps, lines);
    }

    public static TransactionReport Parse(int exitCode, string output, IReadOnlyList<PackageStep> steps)
    {
        string[] lines = output.Replace("\r\n", "\n").Split('\n');
        string[] failures =
        [
            .. lines.Where(line => IsOfScript(line) && !IsAfterwards(line)),
            .. lines.Where(line => line.IndexOf(" conflicts with ", StringComparison.Ordinal) >= 0 || line.IndexOf("install failed", StringComparison.Ordinal) >= 0 || line.StartsWith(Signature, StringComparison.Ordinal)),
        ];
        return new TransactionReport
        {
            IsSuccess = exitCode == 0,
            Failures = exitCode == 0 ? new Dictionary<string, string>(StringComparer.Ordinal) : ByStep(steps, failures),
            Problem = exitCode == 0 ? "" : Problem(exitCode, lines),
            KeptConfigurationFiles = [.. lines.Select(KeptFile).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>rpm goes on after a script that is run when the files are there already: such a package is on.</summary>
    private static bool IsAfterwards(string line) => line.IndexOf("%post", StringComparison.Ordinal) >= 0 || line.IndexOf("%trigger", StringComparison.Ordinal) >= 0;

    private static bool IsOfScript(string line) =>
        line.StartsWith(RpmError, StringComparison.Ordinal) && (line.IndexOf("scriptlet failed", StringComparison.Ordinal) >= 0 || line.IndexOf("script failed", StringComparison.Ordinal) >= 0);

    internal static string? KeptFile(string line)
    {
        int middle = line.IndexOf(KeptMiddle, StringComparison.Ordinal);
        return middle > KeptStart.Length && line.StartsWith(KeptStart, StringComparison.Ordinal) && line.TrimEnd().EndsWith(KeptEnd, StringComparison.Ordinal)
            ? line.Substring(KeptStart.Length, middle - KeptStart.Length)
            : null;
    }

    /// <summary>The first line that names the new version of a package.</summary>
    internal static Dictionary<string, string> ByStep(IReadOnlyList<PackageStep> steps, string[] lines)
    {
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        foreach (PackageStep step in steps.Where(step => step.Version.Length > 0))
        {
            string withoutEpoch = step.Version.Substring(step.Version.IndexOf(':') + 1);
            string[] names = [$"{step.Name}-{withoutEpoch}.", $"{step.Name}-{step.Version}."];
            if (lines.FirstOrDefault(line => Array.Exists(names, name => IsNamed(line, name))) is { } line)
                failures[step.Id] = SecretRedactor.Redact(Strip(line));
        }

        return failures;
    }

    /// <summary>What stands before the name must not be a part of a longer one.</summary>
    private static bool IsNamed(string line, string name)
    {
        for (int at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !(char.IsLetterOrDigit(line[at - 1]) || line[at - 1] is '-' or '_' or '.' or '+'))
                return true;
        }

        return false;
    }

    private static string Problem(int exitCode, string[] lines)
    {
        int start = Array.FindLastIndex(lines, line => line.StartsWith(Error.TrimEnd(), StringComparison.Ordinal));
        string words = start < 0
            ? ""
            : string.Join(" ", lines.Skip(start).Select(Strip).TakeWhile((line, i) => i == 0 || line.Length > 0).Where(line => line.Length > 0).Take(MaximumProblemLines));
        return words.Length == 0 ? $"dnf ended with exit code {exitCode} without a word about it" : SecretRedactor.Redact(words);
    }

    private static string? Find(string output, Func<string, bool> isAsked) => output.Split('\n').FirstOrDefault(isAsked) is { } line ? SecretRedactor.Redact(Strip(line)) : null;

    private static string Strip(string line)
    {
        line = line.Trim();
        return line.StartsWith(Error, StringComparison.OrdinalIgnoreCase) ? line.Substring(Error.Length) : line;
    }
}
