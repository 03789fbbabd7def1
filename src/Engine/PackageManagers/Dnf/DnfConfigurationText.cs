using System.Text;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads and writes the format of <c>dnf.conf</c> and <c>.repo</c> files.</summary>
internal static class DnfConfigurationText
{
    /// <summary>What makes no sense is read over, as dnf reads a whole file over that has it: nobody is told twice.</summary>
    public static IReadOnlyList<DnfSection> Parse(string text)
    {
        List<DnfSection> sections = [];
        List<KeyValuePair<string, string>>? settings = null;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd('\r', ' ', '\t');
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line[0] is ' ' or '\t')
            {
                Continue(settings, line.Trim());
            }
            else if (line[0] == '[')
            {
                int end = line.IndexOf(']');
                settings = [];
                if (end > 1)
                    sections.Add(new DnfSection(line.Substring(1, end - 1), settings));
            }
            else if (line.IndexOf('=') is > 0 and var equals)
            {
                settings?.Add(new KeyValuePair<string, string>(line.Substring(0, equals).TrimEnd(), line.Substring(equals + 1).TrimStart()));
            }
        }

        return sections;
    }

    public static string Write(IEnumerable<DnfSection> sections)
    {
        StringBuilder text = new();
        foreach (DnfSection section in sections)
        {
            text.Append('[').Append(section.Name).Append("]\n");
            foreach (KeyValuePair<string, string> setting in section.Settings)
                text.Append(setting.Key).Append('=').Append(setting.Value.Replace("\n", "\n ")).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Continue(List<KeyValuePair<string, string>>? settings, string line)
    {
        if (settings is not { Count: > 0 })
            return;
        KeyValuePair<string, string> last = settings[settings.Count - 1];
        settings[settings.Count - 1] = new KeyValuePair<string, string>(last.Key, last.Value.Length == 0 ? line : $"{last.Value}\n{line}");
    }
}
