using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The list of dnf's versionlock: a package that it names stays at the versions that it names; versions after <c>!</c> are never taken.</summary>
internal sealed class DnfVersionLocks : IDnfVersionLocks
{
    private readonly List<Entry> _kept = [];
    private readonly List<Entry> _excluded = [];
    private readonly string _path;

    private DnfVersionLocks(string path) => _path = path;

    /// <summary>The plugin is left out of all calls.</summary>
    public bool CountInAnswers => false;

    /// <summary>Reads the list.</summary>
    /// <param name="text">What it holds; empty where there is none.</param>
    /// <param name="path">What reasons call it.</param>
    public static DnfVersionLocks Parse(string text, string path)
    {
        DnfVersionLocks locks = new(path);
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            bool isExcluded = line.StartsWith("!", StringComparison.Ordinal);
            string pattern = isExcluded ? line.Substring(1).Trim() : line;
            if (pattern.Length > 0 && pattern[0] != '#')
                (isExcluded ? locks._excluded : locks._kept).Add(new Entry(pattern));
        }

        return locks;
    }

    /// <summary>Why the list keeps a version away; null where it does not.</summary>
    public string? Reason(DnfOffer offer)
    {
        if (_kept.Count == 0 && _excluded.Count == 0)
            return null;
        IReadOnlyList<string> names = PackageNames.ForRpm(offer.Name, offer.Architecture, offer.Version, includeBareVersions: false);
        Entry? entry = _excluded.Find(candidate => candidate.IsMatch(names));
        if (entry is null && !_kept.Exists(candidate => candidate.IsMatch(names)))
            entry = _kept.Find(candidate => candidate.IsAbout(offer.Name));
        return entry is null
            ? null
            : $"versionlock keeps it away (entry '{PrintableText.Of(entry.Pattern, 100)}' of {_path})";
    }

    private sealed class Entry
    {
        private readonly GlobPattern _whole;
        private readonly GlobPattern[] _names;

        public Entry(string pattern)
        {
            Pattern = pattern;
            _whole = new GlobPattern(pattern);
            _names = [.. PossibleNames(pattern).Select(name => new GlobPattern(name))];
        }

        public string Pattern { get; }

        public bool IsMatch(IReadOnlyList<string> names) => names.Any(_whole.IsMatch);

        public bool IsAbout(string name) => Array.Exists(_names, candidate => candidate.IsMatch(name));

        /// <summary>Where the name of a package ends and its version begins only a package can tell.</summary>
        private static IEnumerable<string> PossibleNames(string pattern)
        {
            yield return pattern;
            int last = pattern.LastIndexOf('-');
            if (last <= 0)
                yield break;
            int before = pattern.LastIndexOf('-', last - 1);
            if (before > 0 && IsVersion(pattern, before + 1))
                yield return pattern.Substring(0, before);
            else if (IsVersion(pattern, last + 1))
                yield return pattern.Substring(0, last);
        }

        private static bool IsVersion(string pattern, int start) => start < pattern.Length && pattern[start] is (>= '0' and <= '9') or '*' or '?' or '[';
    }
}
