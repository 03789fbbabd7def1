using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What is asked of <c>dnf repoquery</c> about the sizes of packages, and its answer read.</summary>
internal static class DnfSizes
{
    private const int FieldCount = 8;
    private const string Mark = "size:";

    public const string Format = Mark + @"\t%{name}\t%{arch}\t%{epoch}\t%{version}\t%{release}\t%{downloadsize}\t%{installsize}";

    /// <returns>Bytes to fetch, and bytes on the disk, by name, architecture and version.</returns>
    public static IReadOnlyDictionary<(string Name, string Architecture, string Version), (long Download, long Disk)> Parse(string output)
    {
        Dictionary<(string Name, string Architecture, string Version), (long Download, long Disk)> sizes = [];
        foreach (string line in output.Split('\n'))
        {
            string[] fields = line.Split('\t');
            if (fields.Length == FieldCount && fields[0] is Mark && TryRead(fields[6], out long download) && TryRead(fields[7], out long disk))
                sizes[(fields[1], fields[2], $"{fields[3]}:{fields[4]}-{fields[5]}")] = (download, disk);
        }

        return sizes;
    }

    private static bool TryRead(string text, out long bytes) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
}
