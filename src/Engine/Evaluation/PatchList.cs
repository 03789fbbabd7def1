using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>The approved or the rejected list of a baseline, compiled so that a package which no entry names costs next to nothing.</summary>
/// <remarks>
/// RPM: ids of advisories, CVEs and Bugzilla entries, and package names as in <see cref="PackageNames"/>, with wildcards; never a bare
/// version. SUSE: these and patch names, names of .rpm files and ranges of versions. Debian family: package names, with or
/// without the architecture, for every version. macOS: exact names, with or without the version. Windows: KB and bulletin numbers.
/// </remarks>
internal sealed class PatchList
{
    private const int Slots = 129;
    private const int OtherSlot = 128;

    private readonly SystemFamily _family;
    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<ListEntry>> _byPackage = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ListEntry> _patterns = [];
    private readonly List<ListEntry> _idPatterns = [];

    /// <summary>First characters of ids: most ids of notices are ruled out by theirs.</summary>
    private readonly bool[] _idStarts = new bool[Slots];

    /// <summary>Per first, and per last, character of a name: the patterns that a name with it could match, one bit each.</summary>
    private readonly ulong[][] _byFirst;
    private readonly ulong[][] _byLast;

    public PatchList(IReadOnlyList<string> entries, SystemFamily family)
    {
        _family = family;
        foreach (string entry in entries)
            Add(entry.Trim());

        _byFirst = Index(pattern => pattern.Prefix.Length == 0 ? null : pattern.Prefix[0]);
        _byLast = Index(pattern => pattern.Suffix.Length == 0 ? null : pattern.Suffix[^1]);
        IsEmpty = _ids.Count == 0 && _byPackage.Count == 0 && _patterns.Count == 0;
    }

    public bool IsEmpty { get; }

    /// <summary>An entry that names the version; null where none does.</summary>
    public string? Find(ListSubject subject)
    {
        if (IsEmpty)
            return null;
        if (_family == SystemFamily.Windows)
            return FindUpdate(subject);

        return FindPackage(subject) ?? FindPattern(subject) ?? (subject.Patch is null ? null : FindId(subject.Patch));
    }

    /// <summary>Ids are looked up without case: only a number alone needs the letters.</summary>
    internal static string NormalizeKb(string id) => IsDigits(id.AsSpan()) ? "KB" + id : id;

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is < '0' or > '9')
                return false;
        }

        return text.Length > 0;
    }

    private static int Slot(char c)
    {
        char folded = GlobPattern.Fold(c);
        return folded < OtherSlot ? folded : OtherSlot;
    }

    private void Add(string text)
    {
        if (text.Length == 0)
            return;

        switch (_family)
        {
            case SystemFamily.Windows:
                AddId(NormalizeKb(text), text);
                break;
            case SystemFamily.Debian or SystemFamily.MacOS:
                AddPackage(new ListEntry(text, text, range: null, allowsWildcards: false));
                break;
            case SystemFamily.Suse when PackageRange.TryParse(text, out string name, out PackageRange range):
                AddPackage(new ListEntry(text, name, range, allowsWildcards: true));
                break;
            default:
                AddPackageOrId(text, text);
                if (_family == SystemFamily.Suse && text.Length > 4 && text.EndsWith(".rpm", StringComparison.OrdinalIgnoreCase))
                    AddPackageOrId(text, text.Substring(0, text.Length - 4));
                break;
        }
    }

    private void AddPackageOrId(string text, string name)
    {
        ListEntry entry = new(text, name, range: null, allowsWildcards: true);
        AddPackage(entry);
        if (entry.Pattern is null)
            AddId(name, text);
        else if (_family == SystemFamily.Suse && entry.Pattern.Prefix.Length > 0)
            _idPatterns.Add(entry);
    }

    private void AddId(string id, string text)
    {
        _ids[id] = text;
        _idStarts[Slot(id[0])] = true;
    }

    private void AddPackage(ListEntry entry)
    {
        if (entry.Pattern is not null)
        {
            _patterns.Add(entry);
            return;
        }

        AddPackageNames(entry, entry.Name);
        int colon = entry.Name.IndexOf(':');
        if (colon > 0 && IsDigits(entry.Name.AsSpan(0, colon)))
            AddPackageNames(entry, entry.Name.Substring(colon + 1));
    }

    /// <summary>An exact entry can only be about packages whose name is the beginning of it up to a dot or hyphen.</summary>
    private void AddPackageNames(ListEntry entry, string text)
    {
        for (int end = 1; end <= text.Length; end++)
        {
            if (end < text.Length && text[end] is not ('-' or '.'))
                continue;
            string package = text.Substring(0, end);
            if (!_byPackage.TryGetValue(package, out List<ListEntry>? entries))
                _byPackage[package] = entries = [];
            entries.Add(entry);
        }
    }

    private ulong[][] Index(Func<GlobPattern, char?> edge)
    {
        int words = (_patterns.Count + 63) / 64;
        ulong[][] index = new ulong[words][];
        for (int word = 0; word < words; word++)
            index[word] = new ulong[Slots];

        for (int i = 0; i < _patterns.Count; i++)
        {
            ulong[] slots = index[i / 64];
            ulong bit = 1UL << (i % 64);
            char? c = edge(_patterns[i].Pattern!);
            if (c is { } known)
            {
                slots[Slot(known)] |= bit;
                continue;
            }

            for (int slot = 0; slot < Slots; slot++)
                slots[slot] |= bit;
        }

        return index;
    }

    private string? FindPackage(ListSubject subject)
    {
        if (_byPackage.Count == 0 || !_byPackage.TryGetValue(subject.Entry.Name, out List<ListEntry>? entries))
            return null;

        foreach (ListEntry entry in entries)
        {
            if (entry.Matches(subject))
                return entry.Text;
        }

        return null;
    }

    private string? FindPattern(ListSubject subject)
    {
        string name = subject.Entry.Name;
        if (_patterns.Count == 0 || name.Length == 0)
            return null;

        PackageNames.SplitRpm(subject.Version.AsSpan(), out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> version, out ReadOnlySpan<char> versionRelease);
        int first = Slot(name[0]);
        int firstOfEpoch = Slot(epoch[0]);
        int last = Slot(name[^1]);
        string architecture = subject.Entry.Architecture;
        int lastOfArchitecture = architecture.Length == 0 ? last : Slot(architecture[^1]);
        int lastOfVersion = version.Length == 0 ? Slot('-') : Slot(version[^1]);
        int lastOfRelease = versionRelease.Length == 0 ? Slot(':') : Slot(versionRelease[^1]);

        for (int word = 0; word < _byFirst.Length; word++)
        {
            ulong[] byFirst = _byFirst[word], byLast = _byLast[word];
            ulong candidates = (byFirst[first] | byFirst[firstOfEpoch])
                & (byLast[last] | byLast[lastOfArchitecture] | byLast[lastOfVersion] | byLast[lastOfRelease]);
            for (int i = word * 64; candidates != 0; i++, candidates >>= 1)
            {
                if ((candidates & 1) == 0)
                    continue;
                ListEntry entry = _patterns[i];
                if (subject.MayContain(entry.Pattern!.LongestLiteral) && entry.Matches(subject))
                    return entry.Text;
            }
        }

        return null;
    }

    private string? FindId(AvailablePatch patch)
    {
        if (!_family.HasNotices() || (_ids.Count == 0 && _idPatterns.Count == 0))
            return null;

        IReadOnlyList<Advisory> advisories = patch.Advisories;
        for (int i = 0; i < advisories.Count; i++)
        {
            Advisory advisory = advisories[i];
            if (IsListed(advisory.Id, out string? text)
                || FindIn(advisory.CveIds, out text)
                || FindIn(advisory.BugzillaIds, out text))
                return text;

            foreach (ListEntry entry in _idPatterns)
            {
                if (entry.Pattern!.IsMatch(advisory.Id))
                    return entry.Text;
            }
        }

        return FindIn(patch.CveIds, out string? byCve) ? byCve : null;
    }

    private bool FindIn(IReadOnlyList<string> ids, out string? text)
    {
        text = null;
        for (int i = 0; i < ids.Count; i++)
        {
            if (IsListed(ids[i], out text))
                return true;
        }

        return false;
    }

    private bool IsListed(string id, out string? text)
    {
        text = null;
        return id.Length > 0 && _idStarts[Slot(id[0])] && _ids.TryGetValue(id, out text);
    }

    private string? FindUpdate(ListSubject subject)
    {
        if (_ids.TryGetValue(NormalizeKb(subject.Entry.Name), out string? text))
            return text;
        if (subject.Patch is null)
            return null;

        foreach (string kb in subject.Patch.KbIds)
        {
            if (_ids.TryGetValue(NormalizeKb(kb), out text))
                return text;
        }

        return FindIn(subject.Patch.BulletinIds, out text) ? text : null;
    }
}
