using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads what a source of a baseline tells zypper: sections of a <c>.repo</c> file. What is not known there is refused, never handed on. Pure.</summary>
internal static class ZypperSources
{
    private const int LongestConfiguration = 1024;
    private const int LongestQuote = 120;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly Regex s_name = new(@"^[a-zA-Z0-9_\-.]{3,50}\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_alias = new(@"^[a-zA-Z0-9][a-zA-Z0-9_\-.:+]{0,99}\z", RegexOptions.CultureInvariant, s_limit);

    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal)
    {
        "autorefresh", "baseurl", "enabled", "gpgcheck", "gpgkey", "keeppackages", "name", "path", "pkg_gpgcheck", "priority", "repo_gpgcheck", "type",
    };

    private static readonly HashSet<string> s_checks = new(StringComparer.Ordinal) { "gpgcheck", "pkg_gpgcheck", "repo_gpgcheck" };
    private static readonly string[] s_on = ["1", "yes", "true", "on"];
    private static readonly string[] s_schemes = ["http", "https", "file", "dir"];

    /// <summary>The text of a <c>.repo</c> file with all sources.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: one of them is not valid.</exception>
    public static string Read(IReadOnlyList<PatchSource> sources)
    {
        List<DnfSection> sections = [];
        HashSet<string> aliases = new(StringComparer.Ordinal);
        foreach (PatchSource source in sources)
        {
            foreach (DnfSection section in Read(source))
                sections.Add(aliases.Add(section.Name) ? section : throw Unusable(source, $"the repository {QuotedText.Quote(section.Name)} is there twice"));
        }

        return DnfConfigurationText.Write(sections);
    }

    private static IReadOnlyList<DnfSection> Read(PatchSource source)
    {
        if (!s_name.IsMatch(source.Name))
            throw Unusable(source, "its name is none; legal are 3 to 50 of A-Z a-z 0-9 _ - .");
        if (source.Configuration.Length > LongestConfiguration)
            throw Unusable(source, $"its configuration has {source.Configuration.Length} characters; legal are at most {LongestConfiguration}");
        if (source.Configuration.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r')))
            throw Unusable(source, "it holds control characters");
        foreach (string line in source.Configuration.Split('\n').Select(line => line.TrimEnd('\r', ' ', '\t')))
        {
            if (line.Length > 0 && line[0] is not ('#' or ';' or ' ' or '\t') && !(line[0] == '[' && line[line.Length - 1] == ']') && line.IndexOf('=') <= 0)
                throw Unusable(source, $"the line {Show(line)} is neither a section nor a setting");
        }

        IReadOnlyList<DnfSection> sections = ZypperConfigurationText.Parse(source.Configuration);
        if (sections.Count == 0)
            throw Unusable(source, "its configuration has no section such as [name]");
        foreach (DnfSection section in sections)
            Check(source, section);
        return [.. sections.Select(section => new DnfSection(section.Name, [.. section.Settings, new KeyValuePair<string, string>("enabled", "1")]))];
    }

    private static void Check(PatchSource source, DnfSection section)
    {
        if (section.IsMain || !s_alias.IsMatch(section.Name))
            throw Unusable(source, $"{QuotedText.Quote(section.Name)} is no name of a repository");
        foreach (KeyValuePair<string, string> setting in section.Settings)
        {
            if (!s_keys.Contains(setting.Key))
                throw Unusable(source, $"the setting {Show(setting.Key)} is not known");
            if (s_checks.Contains(setting.Key) && !s_on.Contains(setting.Value, StringComparer.OrdinalIgnoreCase))
                throw Unusable(source, $"{setting.Key} is not to be turned off");
            if (setting.Key is "enabled" && !s_on.Contains(setting.Value, StringComparer.OrdinalIgnoreCase))
                throw Unusable(source, $"the repository {QuotedText.Quote(section.Name)} is not enabled");
            if (setting.Key is "baseurl" or "gpgkey" && DnfSection.Words(setting.Value).FirstOrDefault(address => !IsAddress(address)) is { } address)
                throw Unusable(source, $"{setting.Key} {Show(address)} is no address of the kind {string.Join(", ", s_schemes)}");
            if (setting.Key is "baseurl" or "gpgkey" && DnfSection.Words(setting.Value).Any(ZypperAddress.LeavesOutCheck))
                throw Unusable(source, $"{setting.Key} has ssl_verify, which is not to be turned off");
        }

        if (string.IsNullOrEmpty(section["baseurl"]))
            throw Unusable(source, $"the repository {QuotedText.Quote(section.Name)} has no baseurl");
    }

    private static bool IsAddress(string text)
    {
        int colon = text.IndexOf(':');
        return colon > 0 && s_schemes.Contains(text.Substring(0, colon), StringComparer.OrdinalIgnoreCase) && colon + 2 < text.Length && text[colon + 1] == '/';
    }

    private static string Show(string text) => $"'{PrintableText.Of(SecretRedactor.Redact(text), LongestQuote)}'";

    private static PatchException Unusable(PatchSource source, string problem) => new(
        ErrorIds.BaselineSourcesUnusable,
        ErrorKind.InvalidData,
        $"The source {QuotedText.Quote(source.Name)} of the baseline cannot be used: {problem}. Nothing was fetched or changed.",
        source.Name,
        "Mend the source in the baseline. It takes the sections of a .repo file; zypper's checks of signatures stay on.");
}
