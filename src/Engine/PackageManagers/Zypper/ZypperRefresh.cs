using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads what <c>zypper refresh</c> says of repositories that it could not refresh. Pure.</summary>
internal static class ZypperRefresh
{
    private const string Skipping = "Skipping repository '";

    private static readonly string[] s_trustMarks = ["Signature verification failed", "is unsigned", "is not signed", "Signature verification"];

    /// <summary>What went wrong, by the alias of the repository.</summary>
    public static IReadOnlyDictionary<string, (RepositoryStatus Status, string Message)> Problems(ZypperOutput output)
    {
        Dictionary<string, (RepositoryStatus Status, string Message)> problems = new(StringComparer.Ordinal);
        ZypperMessage last = new("", "");
        foreach (ZypperMessage message in output.Messages)
        {
            if (AliasOf(message.Text) is { } alias)
            {
                bool isOfTrust = Array.Exists(s_trustMarks, mark => last.Text.IndexOf(mark, StringComparison.Ordinal) >= 0);
                problems[alias] = (isOfTrust ? RepositoryStatus.Untrusted : RepositoryStatus.Unavailable, last.Cause);
            }
            else if (message.IsError)
            {
                last = message;
            }
        }

        return problems;
    }

    private static string? AliasOf(string text)
    {
        int end = text.IndexOf("' because of the above error", StringComparison.Ordinal);
        return text.StartsWith(Skipping, StringComparison.Ordinal) && end > Skipping.Length ? text.Substring(Skipping.Length, end - Skipping.Length) : null;
    }
}
