using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what a source of a baseline tells dnf or yum: the sections of a <c>.repo</c> file. What is not known there is refused, never handed on. Pure.</summary>
internal static class DnfSourceReader
{
    public const string Form = "It takes the sections of a .repo file, each with the id of a repository and its baseurl, metalink or mirrorlist; the checks of signatures and certificates stay on.";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly Regex s_heading = new(@"^\[(?<id>[^\[\]]*)\][ \t]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);
    private static readonly Regex s_id = new(@"^[A-Za-z0-9_.:-]{1,200}\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_setting = new(@"^(?<key>[A-Za-z0-9_.-]+)[ \t]*=[ \t]*(?<value>.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    /// <summary>The enabled repositories of all sources, in their order, with what dnf is told of them.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: one of them is not valid.</exception>
    public static IReadOnlyList<DnfSection> Read(IReadOnlyList<PatchSource> sources) => Read(sources, (_, _) => null);

    /// <inheritdoc cref="Read(IReadOnlyList{PatchSource})"/>
    /// <param name="sources">The sources.</param>
    /// <param name="complain">What else is wrong with a setting and its value, as the end of a sentence; null where nothing is.</param>
    public static IReadOnlyList<DnfSection> Read(IReadOnlyList<PatchSource> sources, Func<string, string, string?> complain)
    {
        List<DnfSection> all = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (PatchSource source in sources)
        {
            IReadOnlyList<DnfSection> sections = SourceConfiguration.Read(source, lines => ReadLines(lines, complain), "its configuration has no repository that is enabled", Form);
            if (sections.FirstOrDefault(section => !ids.Add(section.Name)) is { } same)
                throw SourceConfiguration.Unusable(source, $"another source has the repository {QuotedText.Quote(same.Name)} as well", Form);
            all.AddRange(sections);
        }

        return all;
    }

    private static IReadOnlyList<DnfSection> ReadLines(IReadOnlyList<string> lines, Func<string, string, string?> complain)
    {
        List<Section> sections = [];
        bool isInValue = false;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].TrimEnd(' ', '\t');
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                isInValue = false;
            }
            else if (line[0] is ' ' or '\t')
            {
                if (!isInValue)
                    throw new SourceException(i, "it begins with a blank as if it went on from a setting, but there is none before it");
                List<Setting> settings = sections[sections.Count - 1].Settings;
                Setting last = settings[settings.Count - 1];
                settings[settings.Count - 1] = last with { Value = $"{last.Value}\n{line.Trim(' ', '\t')}".TrimStart('\n') };
            }
            else if (line[0] == '[')
            {
                sections.Add(new Section(i, ReadHeading(line, i, sections), []));
                isInValue = false;
            }
            else
            {
                ReadSetting(line, i, sections);
                isInValue = true;
            }
        }

        return [.. sections.Select(section => Check(section, complain)).OfType<DnfSection>()];
    }

    private static string ReadHeading(string line, int number, List<Section> sections)
    {
        Match match = s_heading.Match(line);
        string id = match.Groups["id"].Value;
        if (!match.Success || !s_id.IsMatch(id))
            throw new SourceException(number, "the id of a repository is made of A-Z a-z 0-9 _ - . :, in square brackets");
        if (string.Equals(id, DnfSection.Main, StringComparison.Ordinal))
            throw new SourceException(number, "this section is for settings that belong to no repository: give the repository an id of its own");
        return sections.Exists(section => string.Equals(section.Id, id, StringComparison.Ordinal)) ? throw new SourceException(number, "the repository is there twice") : id;
    }

    private static void ReadSetting(string line, int number, List<Section> sections)
    {
        Match match = s_setting.Match(line);
        if (!match.Success)
            throw new SourceException(number, "it is neither a heading of the form '[id]' nor a setting of the form 'name=value'");
        if (sections.Count == 0)
            throw new SourceException(number, "it stands before the first heading of the form '[id]'");
        string key = match.Groups["key"].Value;
        if (!DnfSourceSettings.IsKnown(key))
            throw new SourceException(number, $"the setting is not one that a source may have; these are {DnfSourceSettings.Known}");
        List<Setting> settings = sections[sections.Count - 1].Settings;
        if (settings.Exists(setting => string.Equals(setting.Key, key, StringComparison.Ordinal)))
            throw new SourceException(number, "the setting is there twice");
        settings.Add(new Setting(number, key, match.Groups["value"].Value));
    }

    /// <returns>Null where the repository is not enabled.</returns>
    private static DnfSection? Check(Section section, Func<string, string, string?> complain)
    {
        foreach (Setting setting in section.Settings)
        {
            if ((DnfSourceSettings.Complain(setting.Key, setting.Value) ?? complain(setting.Key, setting.Value)) is { } complaint)
                throw new SourceException(setting.Line, complaint);
        }

        if (!section.Settings.Exists(setting => DnfSourceSettings.IsPlace(setting.Key)))
            throw new SourceException(section.Line, "the repository has neither a baseurl nor a metalink nor a mirrorlist");
        bool isOff = DnfSourceSettings.IsOff(section.Settings.Find(setting => setting.Key is DnfSourceSettings.Enabled)?.Value);
        return isOff
            ? null
            : new DnfSection(
                section.Id,
                [.. section.Settings
                    .Where(setting => DnfSourceSettings.IsHandedOn(setting.Key, setting.Value))
                    .Select(setting => new KeyValuePair<string, string>(setting.Key, setting.Value))]);
    }

    /// <summary>What a heading and the lines after it say. Lines are counted from nought.</summary>
    private sealed record Section(int Line, string Id, List<Setting> Settings);

    /// <summary>One setting; the lines of its value are separated by line feeds.</summary>
    private sealed record Setting(int Line, string Key, string Value);
}
