using System.Xml;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Reads <c>repomd.xml</c>, which names the files of a repository.</summary>
internal static class RepositoryMetadata
{
    private const string NoticesType = "updateinfo";

    /// <summary>Where the notices are, within the folder of the repository; null where it has none.</summary>
    /// <param name="repomd">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="PatchException">AdvisoriesUnreadable.</exception>
    public static string? FindNotices(byte[] repomd, string name)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(
                new MemoryStream(repomd),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true });
            string? type = null;
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (string.Equals(reader.LocalName, "data", StringComparison.Ordinal))
                    type = reader.GetAttribute("type");
                else if (type is NoticesType && string.Equals(reader.LocalName, "location", StringComparison.Ordinal))
                    return Inside(reader.GetAttribute("href"), name);
            }

            return null;
        }
        catch (XmlException e)
        {
            throw Unreadable(name, $"{XmlComplaint.Place(e.LineNumber, e.LinePosition)}: {XmlComplaint.Of(e)}", e);
        }
    }

    /// <summary>The publisher names the file; it is not to lead out of the repository's folder.</summary>
    private static string Inside(string? path, string name)
    {
        bool isInside = path is { Length: > 0 } && path[0] != '/' && path.IndexOf('\\') < 0
            && Array.TrueForAll(path.Split('/'), part => part is not ("" or "." or ".."));
        return isInside ? path! : throw Unreadable(name, $"it names the file {QuotedText.Quote(path ?? "")}", cause: null);
    }

    private static PatchException Unreadable(string name, string problem, Exception? cause) => new(
        ErrorIds.AdvisoriesUnreadable,
        ErrorKind.InvalidData,
        $"'{name}' cannot be used: {problem.TrimEnd('.')}.",
        name,
        "Scan again without -NoRefresh; if it stays, tell the publisher of the repository.",
        cause);
}
