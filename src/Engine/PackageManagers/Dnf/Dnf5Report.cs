using System.Text;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what dnf 5 and rpm said while they worked. Pure.</summary>
internal static class Dnf5Report
{
    private const string RpmMark = "[RPM] ";
    private const string Begun = "Prepare transaction";
    private const string Locked = "Failed to obtain rpm transaction lock";
    private const string NoMirror = "No more mirrors to try";
    private const string Present = "Already downloaded";
    private const string Item = "  - ";
    private const string Kept = " created as ";
    private const string Skipped = "Warning: skipped OpenPGP checks";

    /// <summary>How it begins to say why it ends.</summary>
    private static readonly string[] s_ends = ["Transaction failed: ", "Failed to download packages", "Failed to resolve the transaction:"];

    /// <summary>rpm's test comes before this step.</summary>
    public static bool HasBegun(string output) => Dnf5Line.Parse(output).Any(line => string.Equals(line.Subject, Begun, StringComparison.Ordinal));

    /// <summary>It does not wait for another dnf, nor say who it is.</summary>
    public static string? FindLock(int exitCode, string output) =>
        exitCode != 0 && output.IndexOf(Locked, StringComparison.Ordinal) >= 0 ? "dnf's lock of transactions is held by another process" : null;

    /// <summary>Why a package could not be had, by id.</summary>
    public static IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps) => DnfReport.ByStep(
        steps,
        [
            .. Dnf5Line.Parse(output)
                .Where(line => line.Messages.Count > 0 && line.Messages[line.Messages.Count - 1] is not Present)
                .Where(line => !line.IsWhole || line.Messages.Any(message => message.StartsWith(NoMirror, StringComparison.Ordinal)))
                .Select(line => $"{line.Subject}: {line.Messages[0]}"),
        ]);

    /// <summary>Gives rpm's messages and the last words the form that they have without dnf 5, which puts them into lines of its own.</summary>
    public static string Plain(string output)
    {
        StringBuilder text = new();
        foreach (string raw in output.Replace("\r\n", "\n").Split('\n'))
        {
            string line = raw.TrimEnd();
            if (line.StartsWith(Skipped, StringComparison.Ordinal))
                continue;
            if (line.StartsWith(Item, StringComparison.Ordinal))
            {
                line = line.Substring(Item.Length);
            }
            else if (line.StartsWith(Dnf5Line.MessageMark + RpmMark, StringComparison.Ordinal))
            {
                string words = line.Substring(Dnf5Line.MessageMark.Length + RpmMark.Length);
                line = (words.IndexOf(Kept, StringComparison.Ordinal) >= 0 ? "warning: " : "error: ") + words;
            }
            else if (line.StartsWith(DnfReport.Signature, StringComparison.Ordinal))
            {
                line = WithoutPath(line);
            }
            else if (Array.Find(s_ends, end => line.StartsWith(end, StringComparison.Ordinal)) is { } start)
            {
                line = "Error: " + (start.EndsWith(" ", StringComparison.Ordinal) ? line.Substring(start.Length) : line);
            }

            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Without the place of the file, which is a cache's.</summary>
    private static string WithoutPath(string line)
    {
        int start = line.IndexOf(" (/", StringComparison.Ordinal), end = line.IndexOf(") from repo ", StringComparison.Ordinal);
        return start > 0 && end > start ? line.Remove(start, end + 1 - start) : line;
    }
}
