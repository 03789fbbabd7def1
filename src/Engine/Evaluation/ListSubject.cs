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

        Append(name);
        Append('.', architecture);
        Append(':', epoch);
        Append(':', versionRelease);
        Append('\0', name);
        Append('-', epoch);
        Append(':', versionRelease);
        Append('.', architecture);
        Append('\0', epoch);
        Append(':', name);
        Append('-', versionRelease);
        Append('.', architecture);
    }

    private void Append(char separator, ReadOnlySpan<char> text)
    {
        // Without an architecture the names have no dot either.
        if (text.Length == 0)
            return;
        _haystack[_haystackLength++] = separator;
        Append(text);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        char[] haystack = _haystack;
        int length = _haystackLength;
        foreach (char c in text)
            haystack[length++] = GlobPattern.Fold(c);
        _haystackLength = length;
    }
}
