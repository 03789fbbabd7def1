using System.Globalization;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The list of dnf 5's versionlock. A package that an entry names is kept to the versions that meet all conditions of such an entry. dnf itself applies it; this finds the words. Pure.</summary>
internal sealed class Dnf5VersionLocks : IDnfVersionLocks
{
    private const string Entries = "[[packages]]";
    private const string Conditions = "[[packages.conditions]]";

    private readonly List<Entry> _entries = [];
    private readonly string _path;

    private Dnf5VersionLocks(string path, bool countInAnswers)
    {
        _path = path;
        CountInAnswers = countInAnswers;
    }

    /// <summary>Also where nothing of the list is understood.</summary>
    public bool CountInAnswers { get; }

    /// <summary>Reads the list as dnf 5 writes it. Where it is written otherwise, dnf's answers hold without its words.</summary>
    /// <param name="text">What it holds; empty where there is none.</param>
    /// <param name="path">What reasons call it.</param>
    public static Dnf5VersionLocks Parse(string text, string path)
    {
        Dnf5VersionLocks locks = new(path, text.Trim().Length > 0);
        Dictionary<string, string>? table = null;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith(Conditions, StringComparison.Ordinal))
            {
                table = [];
                if (locks._entries.Count > 0)
                    locks._entries[locks._entries.Count - 1].Conditions.Add(table);
            }
            else if (line.StartsWith(Entries, StringComparison.Ordinal))
            {
                locks._entries.Add(new Entry(table = []));
            }
            else if (line.StartsWith("[", StringComparison.Ordinal))
            {
                table = null;
            }
            else if (line.IndexOf('=') is > 0 and int equals && Unquote(line.Substring(equals + 1).Trim()) is { } value)
            {
                table?[line.Substring(0, equals).Trim()] = value;
            }
        }

        return locks;
    }

    public string? Reason(DnfOffer offer)
    {
        Entry[] named = [.. _entries.Where(entry => entry.Conditions.Count > 0 && entry.IsAbout(offer.Name))];
        return named.Length == 0 || Array.Exists(named, entry => entry.Allows(offer))
            ? null
            : $"versionlock keeps it away (entry '{PrintableText.Of(named[0].ToString(), 100)}' of {_path})";
    }

    /// <summary>A string of TOML on one line; null where it is none.</summary>
    private static string? Unquote(string value)
    {
        if (value.Length < 2 || value[0] is not ('"' or '\''))
            return null;
        int end = value.IndexOf(value[0], 1);
        // Names and versions need no escapes.
        return end < 0 || value.IndexOf('\\') is >= 0 and int escape && escape < end ? null : value.Substring(1, end - 1);
    }

    private sealed class Entry(Dictionary<string, string> settings)
    {
        private string Name => settings.TryGetValue("name", out string? name) ? name : "";

        public List<Dictionary<string, string>> Conditions { get; } = [];

        public bool IsAbout(string name) => Name.Length > 0 && new GlobPattern(Name).IsMatch(name);

        public bool Allows(DnfOffer offer) => Conditions.TrueForAll(condition => IsMet(condition, offer));

        public override string ToString() => string.Join(" and ", Conditions.Select(condition => $"{Name} {Value(condition, "key")} {Value(condition, "comparator")} {Value(condition, "value")}"));

        /// <summary>dnf reads over a condition that makes no sense.</summary>
        private static bool IsMet(Dictionary<string, string> condition, DnfOffer offer)
        {
            string comparator = Value(condition, "comparator"), value = Value(condition, "value");
            if (value.Length == 0)
                return true;
            switch (Value(condition, "key"))
            {
                case "evr":
                    return Holds(comparator, RpmVersion.Compare(offer.Version, value));
                case "epoch":
                    return !TryReadEpoch(value, out uint epoch)
                        || !TryReadEpoch(offer.Version.Substring(0, offer.Version.IndexOf(':')), out uint own)
                        || Holds(comparator, own.CompareTo(epoch));
                case "arch":
                    bool isSame = string.Equals(offer.Architecture, value, StringComparison.Ordinal);
                    return comparator switch { "=" or "==" => isSame, "!=" or "<>" => !isSame, _ => true };
                default:
                    return true;
            }
        }

        private static bool TryReadEpoch(string text, out uint epoch) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out epoch);

        private static bool Holds(string comparator, int order) => comparator switch
        {
            "=" or "==" => order == 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<>" or "!=" => order != 0,
            _ => true,
        };

        private static string Value(Dictionary<string, string> condition, string key) => condition.TryGetValue(key, out string? value) ? value : "";
    }
}
