using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads what <c>zypper refresh</c> says of repositories that it could not refresh. Pure.</summary>
internal static class ZypperRefresh
{
    private const string Skipping = "Skipping repository '";
    private const string History = "History:";
    private const string CurlMessage = "Error message: ";
    private const int MaximumLines = 4;

    private static readonly string[] s_trustMarks = ["Signature verification failed", "is unsigned", "is not signed", "Signature verification"];

    /// <summary>What went wrong, by the alias of the repository.</summary>
    public static IReadOnlyDictionary<string, (RepositoryStatus Status, string Message)> Problems(ZypperOutput output)
    {
        Dictionary<string, (RepositoryStatus Status, string Message)> problems = new(StringComparer.Ordinal);
        string last = "";
        foreach (ZypperMessage message in output.Messages)
        {
            if (AliasOf(message.Text) is { } alias)
            {
                bool isOfTrust = Array.Exists(s_trustMarks, mark => last.IndexOf(mark, StringComparison.Ordinal) >= 0);
                problems[alias] = (isOfTrust ? RepositoryStatus.Untrusted : RepositoryStatus.Unavailable, Summarize(last));
            }
            else if (message.IsError)
            {
                last = message.Text;
            }
        }

        return problems;
    }

    private static string? AliasOf(string text)
    {
        int end = text.IndexOf("' because of the above error", StringComparison.Ordinal);
        return text.StartsWith(Skipping, StringComparison.Ordinal) && end > Skipping.Length ? text.Substring(Skipping.Length, end - Skipping.Length) : null;
    }

    /// <summary>The last cause says more than that there is no metadata.</summary>
    private static string Summarize(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (lines.FirstOrDefault(line => line.StartsWith(CurlMessage, StringComparison.Ordinal)) is { } curl)
            return curl.Substring(CurlMessage.Length);
        int history = Array.IndexOf(lines, History);
        IEnumerable<string> told = history >= 0 ? lines.Skip(history + 1).TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Substring(2)) : lines.Take(MaximumLines);
        return string.Join("; ", told.Take(MaximumLines));
    }
}
