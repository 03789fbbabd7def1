using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads what zypper and rpm said while they worked. Pure.</summary>
internal static class ZypperReport
{
    private const string Retrieving = "Retrieving package ";
    private const string Retrieved = "download-result";
    private const string FailedStart = "Installation of ";
    private const string FailedEnd = " failed:";
    private const string RpmError = "error: ";
    private const string Aborted = "ABORT request";
    private const string FailedCopy = "Can't hardlink/copy ";
    private const string CopyTarget = " to /";
    private const string KeptStart = "warning: ";
    private const string KeptMiddle = " created as ";
    private const string KeptEnd = ".rpmnew";
    private const int MaximumLines = 3;

    private static readonly string[] s_fullDiskMarks = ["No space left on device", "Not enough space", " more space on the ", " inodes on the ", "out of disk space", "Failure writing output to destination"];

    /// <summary>Whether rpm was called.</summary>
    public static bool HasBegun(ZypperOutput output) =>
        output.Find("progress").Any(progress => progress.Attribute("id")?.Value is "install-resolvable" or "remove-resolvable")
        || output.Messages.Any(message => message.Text.StartsWith(FailedStart, StringComparison.Ordinal));

    public static string? FindFullDisk(string output) =>
        output.Split('\n').FirstOrDefault(line => Array.Exists(s_fullDiskMarks, mark => line.IndexOf(mark, StringComparison.Ordinal) >= 0)) is { } line
            ? SecretRedactor.Redact(line.Trim())
            : null;

    /// <summary>A copy into zypper's cache that failed, and the folder that it was to; null where there is none. Why it failed zypper does not say.</summary>
    public static (string Words, string Folder)? FindFailedCopy(ZypperOutput output)
    {
        string? line = output.Messages.Where(message => message.IsError).SelectMany(message => message.Text.Split('\n')).FirstOrDefault(line => line.IndexOf(FailedCopy, StringComparison.Ordinal) >= 0);
        int target = line?.LastIndexOf(CopyTarget, StringComparison.Ordinal) ?? -1;
        return target < 0 ? null : (SecretRedactor.Redact(line!.Substring(line.IndexOf(FailedCopy, StringComparison.Ordinal)).Trim()), line.Substring(target + CopyTarget.Length - 1).Trim());
    }

    /// <summary>Why a package could not be had, by id.</summary>
    public static IReadOnlyDictionary<string, string> DownloadFailures(ZypperOutput output, IReadOnlyList<PackageStep> steps)
    {
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        string current = "";
        foreach (ZypperMessage message in output.Messages)
        {
            if (message.Text.StartsWith(Retrieving, StringComparison.Ordinal))
                current = message.Text.Substring(Retrieving.Length).Split(' ')[0];
            else if (message.IsError && !message.Text.StartsWith(Aborted, StringComparison.Ordinal) && StepOf(current, steps) is { } step && !failures.ContainsKey(step.Id))
                failures.Add(step.Id, SecretRedactor.Redact(message.Cause));
        }

        return failures;
    }

    /// <summary>Coming packages that zypper says nothing of: neither that it has them, nor why not.</summary>
    public static IReadOnlyList<PackageStep> NotTold(ZypperOutput output, IReadOnlyList<PackageStep> steps)
    {
        HashSet<string> names = new(output.Find(Retrieved).SelectMany(result => result.Descendants("name")).Select(name => name.Value), StringComparer.Ordinal);
        return [.. steps.Where(step => step.Version.Length > 0 && !names.Contains(step.Name))];
    }

    public static TransactionReport Parse(int exitCode, ZypperOutput output, IReadOnlyList<PackageStep> steps)
    {
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        foreach (ZypperMessage message in output.Messages.Where(message => message.IsError))
        {
            int end = message.Text.IndexOf(FailedEnd, StringComparison.Ordinal);
            if (message.Text.StartsWith(FailedStart, StringComparison.Ordinal) && end > 0 && StepOf(message.Text.Substring(FailedStart.Length, end - FailedStart.Length), steps) is { } step)
                failures[step.Id] = Cause(message.Text);
        }

        bool isDone = ZypperExitCodes.IsDone(exitCode) && failures.Count == 0;
        string problem = isDone ? "" : ZypperFailure.Words(output);
        return new TransactionReport
        {
            IsSuccess = isDone,
            Failures = failures,
            Problem = isDone || problem.Length > 0 ? problem : $"zypper ended with exit code {exitCode}: {ZypperExitCodes.Describe(exitCode)}",
            KeptConfigurationFiles = [.. output.Messages.SelectMany(message => message.Text.Split('\n')).Select(KeptFile).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    /// <param name="named"><c>name-version-release.architecture</c>; an epoch may stand before the version.</param>
    /// <param name="steps">What was planned.</param>
    private static PackageStep? StepOf(string named, IReadOnlyList<PackageStep> steps) => steps.FirstOrDefault(step =>
        step.Version.Length > 0
        && (named.StartsWith($"{step.Name}-{step.Version}.", StringComparison.Ordinal)
            || named.StartsWith($"{step.Name}-{step.Version.Substring(step.Version.IndexOf(':') + 1)}.", StringComparison.Ordinal)));

    /// <summary>rpm's own words, where there are any: it tells of errors by that word, and of a full disk without it.</summary>
    private static string Cause(string text)
    {
        string[] errors = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(RpmError, StringComparison.Ordinal)).Select(line => line.Substring(RpmError.Length)).Take(MaximumLines)];
        return errors.Length > 0 ? SecretRedactor.Redact(string.Join("; ", errors)) : FindFullDisk(text) ?? SecretRedactor.Redact(Flatten(text));
    }

    private static string Flatten(string text) => string.Join(" ", text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(MaximumLines));

    private static string? KeptFile(string line)
    {
        line = line.Trim();
        int middle = line.IndexOf(KeptMiddle, StringComparison.Ordinal);
        return middle > KeptStart.Length && line.StartsWith(KeptStart, StringComparison.Ordinal) && line.EndsWith(KeptEnd, StringComparison.Ordinal)
            ? line.Substring(KeptStart.Length, middle - KeptStart.Length)
            : null;
    }
}
