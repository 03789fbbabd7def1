using System.Xml;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The packages whose notices are wanted: everything else is read over without being kept.</summary>
internal sealed class PackageSelection
{
    // Found by characters that are no string yet: most names in an updateinfo.xml never become one.
    private readonly NameTable _names = new();
    private readonly NameTable? _architectures;

    /// <param name="names">Names of installed packages.</param>
    /// <param name="architectures">Architectures that can be installed here, noarch included; empty for all.</param>
    public PackageSelection(IEnumerable<string> names, IEnumerable<string> architectures)
    {
        foreach (string name in names)
            _names.Add(name);
        foreach (string architecture in architectures)
        {
            _architectures ??= new NameTable();
            _architectures.Add(architecture);
        }
    }

    /// <summary>The name, where it is wanted; otherwise null.</summary>
    public string? FindName(char[] text, int start, int length) => length == 0 ? null : _names.Get(text, start, length);

    /// <summary>Whether an architecture may be wanted; for certain where it is not.</summary>
    public bool TakesArchitecture(char[] text, int start, int length) =>
        _architectures is null || (length > 0 && _architectures.Get(text, start, length) is not null);

    /// <summary>Whether packages of this architecture are wanted. Sources are never installed.</summary>
    public bool Takes(string architecture) =>
        architecture.Length > 0
            && architecture is not ("src" or "nosrc")
            && (_architectures is null || _architectures.Get(architecture) is not null);
}
