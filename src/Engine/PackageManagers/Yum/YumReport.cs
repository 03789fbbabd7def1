using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Reads what yum and rpm said while they worked. Pure.</summary>
internal static class YumReport
{
    private const string Running = "Running transaction";
    private const string Lock = "Existing lock ";
    private const string Failed = "Error ";
    private const string FailedPackage = " rpm package ";
    private const string Before = "error: %pre";
    private const int MaximumProblemLines = 4;

    /// <summary>How a problem of the whole begins. What yum gives up with has an empty line before it and no mark.</summary>
    private static readonly string[] s_problemMarks = ["Error: ", "Error downloading packages:", "Transaction check error:", "Rpmdb changed underneath us"];

    private static readonly string[] s_downloadMarks = ["[Errno ", "No more mirrors to try", "does not match intended download", "Insufficient space"];
    private static readonly string[] s_signatureMarks = [" is not signed", " is not installed", " is not trusted", "not correct for this package"];

    /// <summary>Whether rpm came so far as to change something; its check and its test before that have longer names.</summary>
    public static bool HasBegun(string output) => output.Split('\n').Select(line => line.TrimEnd()).Any(line => line is Running or Running + " (shutdown inhibited)");

    /// <summary>What yum says of a lock that another has; null where it says nothing.</summary>
    public static string? FindLock(string output) =>
        output.Split('\n').FirstOrDefault(line => line.StartsWith(Lock, StringComparison.Ordinal)) is { } line ? SecretRedactor.Redact(line.Trim()) : null;

    /// <summary>Why a package could not be had, by id.</summary>
    public static IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps) =>
        DnfReport.ByStep(steps, [.. output.Split('\n').Where(line => Has(line, s_downloadMarks) || Has(line, s_signatureMarks))]);

    public static TransactionReport Parse(int exitCode, string output, IReadOnlyList<PackageStep> steps)
    {
        string[] lines = output.Replace("\r\n", "\n").Split('\n');
        string[] failures =
        [
            .. lines.Where(KeepsOff),
            .. lines.Where(line => line.IndexOf(" conflicts with ", StringComparison.Ordinal) >= 0 || line.IndexOf("install failed", StringComparison.Ordinal) >= 0 || Has(line, s_signatureMarks)),
        ];
        return new TransactionReport
        {
            IsSuccess = exitCode == 0,
            Failures = exitCode == 0 ? new Dictionary<string, string>(StringComparer.Ordinal) : DnfReport.ByStep(steps, failures),
            Problem = exitCode == 0 ? "" : Problem(exitCode, lines),
            KeptConfigurationFiles = [.. lines.Select(DnfReport.KeptFile).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>yum's words, and rpm's, for a script or a file that keeps a package off. Scripts that come too late for that yum calls non-fatal.</summary>
    private static bool KeepsOff(string line) =>
        line.StartsWith(Before, StringComparison.Ordinal) || (line.StartsWith(Failed, StringComparison.Ordinal) && line.IndexOf(FailedPackage, StringComparison.Ordinal) > 0);

    private static bool Has(string line, string[] marks) => Array.Exists(marks, mark => line.IndexOf(mark, StringComparison.Ordinal) >= 0);

    private static string Problem(int exitCode, string[] lines)
    {
        int start = Array.FindLastIndex(lines, line => Array.Exists(s_problemMarks, mark => line.StartsWith(mark.TrimEnd(), StringComparison.Ordinal)));
        if (start < 0)
            start = Array.FindLastIndex(lines, line => Has(line, s_signatureMarks));
        string words = start < 0 ? "" : string.Join(" ", lines.Skip(start).Select(line => line.Trim()).TakeWhile(line => line.Length > 0).Take(MaximumProblemLines));
        if (words.StartsWith(s_problemMarks[0], StringComparison.Ordinal))
            words = words.Substring(s_problemMarks[0].Length);
        return words.Length == 0 ? $"yum ended with exit code {exitCode} without a word about it" : SecretRedactor.Redact(words);
    }
}
