using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What an update is called in reports: its KB numbers, and a text that stands for its version.</summary>
internal static class UpdateNames
{
    private const string Letters = "KB";
    private const int FewestDigits = 5;
    private const int MostDigits = 9;

    /// <summary>KB numbers with the letters, each once: those that the agent gives, else those in the title.</summary>
    public static IReadOnlyList<string> KbsOf(AgentUpdate update)
    {
        List<string> found = [];
        foreach (string article in update.KbArticleIds)
        {
            string digits = article.Trim();
            if (digits.StartsWith(Letters, StringComparison.OrdinalIgnoreCase))
                digits = digits.Substring(Letters.Length);
            Add(digits, found);
        }

        if (found.Count == 0)
            AddFromTitle(update.Title, found);
        return found;
    }

    /// <summary>Updates have no version. The day of their last publication orders those of one KB number; the revision tells two of a day apart.</summary>
    public static string VersionOf(AgentUpdate update)
    {
        string day = update.LastDeploymentChange is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "0";
        return $"{day}.{update.Key.Revision.ToString(CultureInfo.InvariantCulture)}";
    }

    private static void AddFromTitle(string title, List<string> found)
    {
        for (int at = title.IndexOf(Letters, StringComparison.Ordinal); at >= 0; at = title.IndexOf(Letters, at + 1, StringComparison.Ordinal))
        {
            int start = at + Letters.Length;
            int end = start;
            while (end < title.Length && title[end] is >= '0' and <= '9')
                end++;
            if (at == 0 || !char.IsLetterOrDigit(title[at - 1]))
                Add(title.Substring(start, end - start), found);
        }
    }

    private static void Add(string digits, List<string> found)
    {
        if (digits.Length is < FewestDigits or > MostDigits || !digits.All(c => c is >= '0' and <= '9'))
            return;
        string kb = Letters + digits;
        if (!found.Contains(kb))
            found.Add(kb);
    }
}
