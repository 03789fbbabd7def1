using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What was installed when a transaction was opened: it names packages as the inventory did.</summary>
internal sealed class DnfInstalled
{
    private const string NoArchitecture = "noarch";

    private readonly Dictionary<string, RpmPackage> _newest;
    private readonly ILookup<string, string> _architectures;

    public DnfInstalled(IReadOnlyList<RpmPackage> packages)
    {
        _newest = packages.GroupBy(package => package.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, DnfSystem.Newest, StringComparer.Ordinal);
        _architectures = _newest.Values.ToLookup(package => package.Name, package => package.Architecture, StringComparer.Ordinal);
    }

    /// <summary>The newest version of a package; null where none is installed.</summary>
    public RpmPackage? Find(string name, string architecture) => _newest.TryGetValue($"{name}.{architecture}", out RpmPackage? package) ? package : null;

    /// <summary>The architectures that a package is installed for.</summary>
    public IEnumerable<string> ArchitecturesOf(string name) => _architectures[name];

    /// <summary>A new version may be for all architectures where the old one was for this one, or the other way round: it is the same package.</summary>
    public string ArchitectureOf(string name, string architecture)
    {
        string[] known = [.. _architectures[name]];
        if (known.Length == 0 || known.Contains(architecture, StringComparer.Ordinal))
            return architecture;
        if (architecture is NoArchitecture)
            return known.Length == 1 ? known[0] : architecture;
        return known.Contains(NoArchitecture, StringComparer.Ordinal) ? NoArchitecture : architecture;
    }
}
