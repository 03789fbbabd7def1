using System.Globalization;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads the stanzas that <c>apt-cache show</c> prints.</summary>
internal static class AptRecordParser
{
    private static readonly Regex s_cve = new(
        "CVE-[0-9]{4}-[0-9]{4,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    public static IReadOnlyList<AptRecord> Parse(string output)
    {
        List<AptRecord> records = [];
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string last = "";
        HashSet<string> cves = new(StringComparer.Ordinal);
        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
            {
                Close();
                continue;
            }

            if (line.IndexOf("CVE-", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                foreach (Match match in s_cve.Matches(line))
                    cves.Add(match.Value.ToUpperInvariant());
            }

            int colon = line.IndexOf(':');
            if (line[0] is ' ' or '\t')
            {
                // Of a description only the first line is of use; every other field may go on.
                if (last.Length > 0 && !last.StartsWith("Description", StringComparison.OrdinalIgnoreCase))
                    fields[last] += " " + line.Trim();
            }
            else if (colon > 0)
            {
                last = line.Substring(0, colon);
                fields[last] = line.Substring(colon + 1).Trim();
            }
        }

        Close();
        return records;

        void Close()
        {
            if (fields.TryGetValue("Package", out string? name) && fields.TryGetValue("Version", out string? version))
            {
                records.Add(new AptRecord
                {
                    Name = name,
                    Version = version,
                    Architecture = Get("Architecture"),
                    Priority = Get("Priority"),
                    Section = Get("Section"),
                    InstalledKilobytes = long.TryParse(Get("Installed-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null,
                    Relations = string.Join(", ", Get("Pre-Depends"), Get("Depends"), Get("Recommends")),
                    Summary = fields.TryGetValue("Description", out string? summary) ? summary : Get("Description-en"),
                    CveIds = cves.OrderBy(cve => cve, StringComparer.Ordinal).ToArray(),
                });
            }

            fields.Clear();
            last = "";
            cves.Clear();
        }

        string Get(string field) => fields.TryGetValue(field, out string? value) ? value : "";
    }
}
