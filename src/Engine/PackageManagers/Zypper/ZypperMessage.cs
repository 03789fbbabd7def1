namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Something that zypper says.</summary>
/// <param name="Type"><c>info</c>, <c>warning</c> or <c>error</c>; <c>problem</c> where it describes a problem of dependencies.</param>
/// <param name="Text">Perhaps of several lines.</param>
internal sealed record ZypperMessage(string Type, string Text)
{
    public const string Problem = "problem";

    private const string History = "History:";
    private const string CurlMessage = "Error message: ";
    private const int MaximumLines = 4;

    public bool IsError => Type is "error";

    /// <summary>What it comes from, on one line: the history of an error says more than its headline, and curl's own words more than both.</summary>
    public string Cause
    {
        get
        {
            string[] lines = [.. Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
            if (lines.FirstOrDefault(line => line.StartsWith(CurlMessage, StringComparison.Ordinal)) is { } curl)
                return curl.Substring(CurlMessage.Length);
            int history = Array.IndexOf(lines, History);
            IEnumerable<string> told = history >= 0 ? lines.Skip(history + 1).TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Substring(2)) : lines;
            return string.Join("; ", told.Take(MaximumLines));
        }
    }
}
