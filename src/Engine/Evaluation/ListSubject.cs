using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>One version of one package as the lists of a baseline see it. Reused from version to version; what few list entries ask for is made when asked for.</summary>
internal sealed class ListSubject(SystemFamily family)
{
    private char[] _haystack = new char[256];
    private int _haystackLength;
    private IReadOnlyList<string>? _names;

    public InventoryEntry Entry { get; private set; } = null!;

    public string Version { get; private set; } = "";

    /// <summary>Null for an installed version that the inventory says no more about.</summary>
    public AvailablePatch? Patch { get; private set; }

    /// <summary>Every name the version answers to; bare versions are not among them.</summary>
    public IReadOnlyList<string> Names => _names ??= family switch
    {
        SystemFamily.Rpm or SystemFamily.Suse => PackageNames.ForRpm(Entry.Name, Entry.Architecture, Version, includeBareVersions: false),
        SystemFamily.MacOS => Version.Length == 0 ? [Entry.Name] : [Entry.Name, $"{Entry.Name}.{Version}"],
        _ => [Entry.Name, Entry.Id],
    };

    public void Set(InventoryEntry entry, string version, AvailablePatch? patch)
    {
        Entry = entry;
        Version = version;
        Patch = patch;
        _names = null;
        _haystackLength = 0;
    }

    /// <summary>Whether any of the names contains the (folded) text; true may be wrong where the text spans two names, false never is.</summary>
    public bool MayContain(string folded)
    {
        if (folded.Length == 0)
            return true;
        if (_haystackLength == 0)
            FillHaystack();
        return _haystack.AsSpan(0, _haystackLength).IndexOf(folded.AsSpan()) >= 0;
    }

    /// <summary>All nine RPM names are within one of <c>n.a:e:v-r</c>, <c>n-e:v-r.a</c> and <c>e:n-v-r.a</c>.</summary>
    private void FillHaystack()
    {
        PackageNames.SplitRpm(Version.AsSpan(), out ReadOnlySpan<char> epoch, out _, out ReadOnlySpan<char> versionRelease);
        ReadOnlySpan<char> name = Entry.Name.AsSpan(), architecture = Entry.Architecture.AsSpan();
        int needed = (3 * (name.Length + architecture.Length + epoch.Length + versionRelease.Length)) + 16;
        if (_haystack.Length < needed)
            _haystack = new char[needed * 2];

        int at = 0;
        (int Start, int Length) n = Fold(name, ref at);
        (int Start, int Length) a = FoldAfter('.', architecture, ref at);
        _haystack[at++] = ':';
        (int Start, int Length) e = Fold(epoch, ref at);
        _haystack[at++] = ':';
        (int Start, int Length) vr = Fold(versionRelease, ref at);

        _haystack[at++] = '\0';
        Copy(n, ref at);
        _haystack[at++] = '-';
        Copy(e, ref at);
        _haystack[at++] = ':';
        Copy(vr, ref at);
        Copy(a, ref at);

        _haystack[at++] = '\0';
        Copy(e, ref at);
        _haystack[at++] = ':';
        Copy(n, ref at);
        _haystack[at++] = '-';
        Copy(vr, ref at);
        Copy(a, ref at);
        _haystackLength = at;
    }

    /// <summary>The separator belongs to the text: without an architecture the names have no dot either.</summary>
    private (int Start, int Length) FoldAfter(char separator, ReadOnlySpan<char> text, ref int at)
    {
        if (text.Length == 0)
            return (at, 0);

        int start = at;
        _haystack[at++] = separator;
        return (start, Fold(text, ref at).Length + 1);
    }

    private (int Start, int Length) Fold(ReadOnlySpan<char> text, ref int at)
    {
        Span<char> part = _haystack.AsSpan(at, text.Length);
        for (int i = 0; i < part.Length; i++)
            part[i] = GlobPattern.Fold(text[i]);
        at += text.Length;
        return (at - text.Length, text.Length);
    }

    private void Copy((int Start, int Length) part, ref int at)
    {
        _haystack.AsSpan(part.Start, part.Length).CopyTo(_haystack.AsSpan(at));
        at += part.Length;
    }
}
