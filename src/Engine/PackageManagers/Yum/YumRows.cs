namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Puts rows of yum's tables together again: yum goes to the next line after a column that is too long for its width, and below the next column goes on.</summary>
internal static class YumRows
{
    /// <param name="lines">The lines of a table.</param>
    /// <param name="indent">How many blanks a row begins with; a line with more goes on with the row before it.</param>
    /// <returns>The words of each row, and its first line.</returns>
    public static IEnumerable<(IReadOnlyList<string> Words, string Line)> Read(IEnumerable<string> lines, int indent)
    {
        List<string> words = [];
        string first = "";
        foreach (string raw in lines)
        {
            string line = raw.TrimEnd('\r', ' ');
            int blanks = line.Length - line.TrimStart(' ').Length;
            if (words.Count > 0 && (line.Length == 0 || blanks <= indent))
            {
                yield return (words, first);
                words = [];
            }

            if (line.Length == 0)
                continue;
            if (words.Count == 0)
                first = line;
            words.AddRange(line.Split([' '], StringSplitOptions.RemoveEmptyEntries));
        }

        if (words.Count > 0)
            yield return (words, first);
    }
}
