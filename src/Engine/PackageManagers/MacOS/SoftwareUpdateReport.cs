namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What softwareupdate said while it installed. It ends with 0 also where it failed, and what came of it the next list says; from here are only its reasons. Pure.</summary>
internal sealed record SoftwareUpdateReport
{
    /// <summary>Its own words about one update, by label.</summary>
    public required IReadOnlyDictionary<string, string> Failures { get; init; }

    /// <summary>Its words about the whole; empty where it names no problem.</summary>
    public required string Problem { get; init; }

    public required bool AsksForRestart { get; init; }

    /// <param name="exitCode">How it ended.</param>
    /// <param name="output">Both streams.</param>
    /// <param name="items">What it was asked for.</param>
    public static SoftwareUpdateReport Parse(int exitCode, string output, IReadOnlyList<SoftwareUpdateItem> items)
    {
        string[] problems = [.. output.Split('\n', '\r').Where(line => !SoftwareUpdateWords.IsCourse(line) && SoftwareUpdateWords.IsProblem(line))];
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        foreach (SoftwareUpdateItem item in items)
        {
            string[] own = [.. problems.Where(line => Names(line, item) && !items.Any(other => IsLonger(other, item) && Names(line, other)))];
            if (own.Length > 0)
                failures[item.Label] = SoftwareUpdateWords.Join(own);
        }

        string rest = SoftwareUpdateWords.Join(problems.Where(line => !items.Any(item => Names(line, item))));
        if (rest.Length == 0 && exitCode != 0 && failures.Count == 0)
            rest = $"softwareupdate ended with exit code {exitCode}";
        return new SoftwareUpdateReport { Failures = failures, Problem = rest, AsksForRestart = SoftwareUpdateWords.AsksForRestart(output) };
    }

    /// <summary>A title may begin another: of both the line is about the longer one.</summary>
    private static bool IsLonger(SoftwareUpdateItem item, SoftwareUpdateItem than) =>
        item.Title.Length > than.Title.Length && item.Title.IndexOf(than.Title, StringComparison.Ordinal) >= 0;

    private static bool Names(string line, SoftwareUpdateItem item) =>
        line.IndexOf(item.Title, StringComparison.Ordinal) >= 0 || line.IndexOf(item.Label.Trim(), StringComparison.Ordinal) >= 0;
}
