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
            int quote = line.Length > 0 && line[0] == '\'' ? line.LastIndexOf('\'') : -1;
            if (quote <= 0)
                continue;
            string[] fields = line.Substring(quote + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 2 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                uris.Add(new AptArchiveUri(line.Substring(1, quote - 1), fields[0], bytes));
        }

        return uris;
    }

    /// <summary>The name of a version's file in the archives folder.</summary>
    public static string FileNameOf(string name, string version, string architecture) => $"{Escape(name)}_{Escape(version)}_{architecture}.deb";

    /// <summary>The file that apt takes as it lies there, without fetching it; null where there is none such.</summary>
    public string? LocalPath => Uri.StartsWith("file:", StringComparison.Ordinal)
        ? "/" + System.Uri.UnescapeDataString(Uri.Substring("file:".Length)).TrimStart('/')
        : null;

    /// <summary>Whether a line of apt's names this address, or, behind a redirection, the same file elsewhere.</summary>
    public bool IsNamedIn(string line)
    {
        if (line.IndexOf(Uri, StringComparison.Ordinal) >= 0)
            return true;
        // Escapes differ from place to place, and apt leaves credentials out.
        string words = System.Uri.UnescapeDataString(line), uri = System.Uri.UnescapeDataString(Uri);
        return words.IndexOf(uri, StringComparison.Ordinal) >= 0
            || words.IndexOf("/" + uri.Substring(uri.LastIndexOf('/') + 1) + " ", StringComparison.Ordinal) >= 0;
    }

    /// <summary>The separator of the parts is escaped too.</summary>
    private static string Escape(string part) => part.Replace("%", "%25").Replace("_", "%5f").Replace(":", "%3a");
}
