using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The excludes of a system's configuration. dnf itself says what they keep away; this finds the words for it.</summary>
internal sealed class DnfExcludes(IReadOnlyList<DnfExclude> all)
{
    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal) { "exclude", "excludepkgs", "includepkgs" };

    public bool IsAny => all.Count > 0;

    /// <summary>Those of one file.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="path">What reasons call it.</param>
    public static IEnumerable<DnfExclude> Read(string text, string path) => Read(DnfConfigurationText.Parse(text), path);

    /// <inheritdoc cref="Read(string, string)"/>
    public static IEnumerable<DnfExclude> Read(IEnumerable<DnfSection> sections, string path) =>
        from section in sections
        from setting in section.Settings
        where s_keys.Contains(setting.Key)
        let patterns = DnfSection.Words(setting.Value)
        where patterns.Count > 0
        select new DnfExclude(setting.Key, patterns, section.IsMain ? null : section.Name, path);

    /// <summary>Why dnf does not offer what its repository has.</summary>
    public string Reason(DnfOffer offer)
    {
        IReadOnlyList<string> names = PackageNames.ForRpm(offer.Name, offer.Architecture, offer.Version, includeBareVersions: false);
        foreach (DnfExclude exclude in all)
        {
            if (exclude.Repository is not null && !string.Equals(exclude.Repository, offer.Repository, StringComparison.Ordinal))
                continue;
            string? pattern = exclude.Patterns.FirstOrDefault(pattern => IsMatch(pattern, names));
            if (exclude.IsInclude && pattern is null)
                return $"{exclude.Key} of {exclude.File} does not name it";
            if (!exclude.IsInclude && pattern is not null)
                return $"{exclude.Key} of {exclude.File} excludes it ('{PrintableText.Of(pattern, 100)}')";
        }

        return "dnf's configuration excludes it";
    }

    private static bool IsMatch(string pattern, IReadOnlyList<string> names)
    {
        GlobPattern glob = new(pattern);
        return names.Any(glob.IsMatch);
    }
}
