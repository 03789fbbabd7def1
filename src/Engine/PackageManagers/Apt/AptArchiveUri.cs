using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A package file that apt would fetch.</summary>
/// <param name="Uri">From where.</param>
/// <param name="FileName">The name in the archives folder: name, version and architecture, with colons escaped.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record AptArchiveUri(string Uri, string FileName, long Bytes)
{
    /// <summary>Reads the lines <c>'uri' file size hash</c> of <c>apt-get --print-uris</c>.</summary>
    public static IReadOnlyList<AptArchiveUri> Parse(string output)
    {
        List<AptArchiveUri> uris = [];
        foreach (string line in output.Split('\n'))
        {
            int quote = line.Length > 0 && line[0] == '\'' ? line.IndexOf('\'', 1) : -1;
            if (quote < 0)
                continue;
            string[] fields = line.Substring(quote + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 2 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                uris.Add(new AptArchiveUri(line.Substring(1, quote - 1), fields[0], bytes));
        }

        return uris;
    }

    /// <summary>The name of a version's file in the archives folder.</summary>
    public static string FileNameOf(string name, string version, string architecture) => $"{name}_{version.Replace(":", "%3a")}_{architecture}.deb";

    /// <summary>Whether a line of apt's names this address, or, behind a redirection, the same file elsewhere.</summary>
    public bool IsNamedIn(string line) =>
        line.IndexOf(Uri, StringComparison.Ordinal) >= 0
        || System.Uri.UnescapeDataString(line).IndexOf(System.Uri.UnescapeDataString(Uri), StringComparison.Ordinal) >= 0
        || line.IndexOf("/" + Uri.Substring(Uri.LastIndexOf('/') + 1) + " ", StringComparison.Ordinal) >= 0;
}
