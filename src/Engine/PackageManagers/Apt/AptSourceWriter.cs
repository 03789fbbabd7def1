using System.Text;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Writes source entries for apt. Only what the reader understood reaches apt, never the text that it read. Pure.</summary>
internal static class AptSourceWriter
{
    /// <summary>The extension by which apt knows the format.</summary>
    public const string Extension = ".sources";

    /// <param name="entries">What to write.</param>
    /// <param name="locate">Where a keyring is that an entry names.</param>
    public static string Write(IEnumerable<AptSourceEntry> entries, Func<string, string> locate)
    {
        StringBuilder text = new();
        foreach (AptSourceEntry entry in entries)
        {
            text.Append("Types: deb\n");
            Append("URIs", entry.Uris, " ");
            Append("Suites", entry.Suites, " ");
            Append("Components", entry.Components, " ");
            foreach (KeyValuePair<string, IReadOnlyList<string>> option in entry.Options)
                Append(option.Key, option.Value, " ");
            Append("Signed-By", entry.SignedBy.Select(key => key[0] == '/' ? locate(key) : key), ",");
            if (entry.EmbeddedKey.Count > 0)
                text.Append("Signed-By:\n").Append(string.Concat(entry.EmbeddedKey.Select(line => $" {line}\n")));
            text.Append('\n');
        }

        return text.ToString();

        void Append(string name, IEnumerable<string> values, string separator)
        {
            string value = string.Join(separator, values);
            if (value.Length > 0)
                text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}
