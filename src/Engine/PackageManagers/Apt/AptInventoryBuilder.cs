using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Puts together what dpkg and apt said. Pure.</summary>
internal sealed class AptInventoryBuilder
{
    private const string StatusFileMark = "/dpkg/status";

    private static readonly string[] s_security = ["Security"];

    private readonly IReadOnlyList<DpkgPackage> _installed;
    private readonly Dictionary<string, AptPolicyPackage> _policy;
    private readonly Dictionary<string, AptIndexTarget> _targets;
    private readonly string _architecture;

    /// <param name="installed">dpkg's packages.</param>
    /// <param name="policy">apt's version tables of those packages.</param>
    /// <param name="targets">apt's package files.</param>
    /// <param name="architecture">The native architecture.</param>
    public AptInventoryBuilder(
        IReadOnlyList<DpkgPackage> installed,
        IReadOnlyList<AptPolicyPackage> policy,
        IReadOnlyList<AptIndexTarget> targets,
        string architecture)
    {
        _installed = installed;
        _architecture = architecture;
        _policy = new Dictionary<string, AptPolicyPackage>(policy.Count, StringComparer.Ordinal);
        foreach (AptPolicyPackage package in policy)
            _policy[package.Name] = package;
        _targets = new Dictionary<string, AptIndexTarget>(targets.Count, StringComparer.Ordinal);
        foreach (AptIndexTarget target in targets)
            _targets[target.Description] = target;
    }

    /// <summary>The name that apt knows a package of dpkg by.</summary>
    public static string QueryName(DpkgPackage package, string nativeArchitecture) =>
        AptNames.Query(package.Name, package.Architecture, nativeArchitecture);

    /// <summary>The versions newer than the installed ones, as <c>name=version</c>: those whose records are needed.</summary>
    public IReadOnlyList<string> NewerVersions()
    {
        List<string> versions = [];
        foreach (DpkgPackage package in _installed)
        {
            string name = QueryName(package, _architecture);
            foreach (AptVersion version in NewerThanInstalled(package))
                versions.Add($"{name}={version.Version}");
        }

        return versions;
    }

    /// <summary>Whether apt's policy keeps a newer version away, so that the priorities without the administrator's preferences are needed to say who does.</summary>
    public bool NeedsDefaultPriorities() =>
        _installed.Any(package => NewerThanInstalled(package).Any(version =>
            !IsPhasedOut(package, version) && (!IsPreferred(package, version) || FindFavoured(package, version) is not null)));

    /// <param name="records">Records of the newer versions.</param>
    /// <param name="defaultPriorities">Priority of every package file without preferences and target release; null where <see cref="NeedsDefaultPriorities"/> said no.</param>
    public IReadOnlyList<InventoryEntry> Build(IReadOnlyList<AptRecord> records, IReadOnlyDictionary<string, int>? defaultPriorities)
    {
        Dictionary<(string Name, string Version), AptRecord> recordsByVersion = [];
        foreach (AptRecord record in records)
            recordsByVersion[(record.Name, record.Version)] = record;

        List<InventoryEntry> entries = new(_installed.Count);
        foreach (DpkgPackage package in _installed)
        {
            entries.Add(new InventoryEntry
            {
                Name = package.Name,
                Architecture = package.Architecture,
                Installed = new InstalledPackage
                {
                    Version = package.Version,
                    InstalledTime = package.InstalledTime,
                    IsHalfInstalled = package.IsHalfInstalled,
                },
                Versions = BuildVersions(package, recordsByVersion, defaultPriorities),
            });
        }

        return entries;
    }

    private List<AvailablePatch> BuildVersions(
        DpkgPackage package,
        Dictionary<(string Name, string Version), AptRecord> records,
        IReadOnlyDictionary<string, int>? defaultPriorities)
    {
        List<AvailablePatch> versions = [];
        bool hasInstalled = false;
        foreach (IGrouping<string, AptVersion> sameVersion in Table(package).GroupBy(version => version.Version, StringComparer.Ordinal))
        {
            AptVersion version = Merge(sameVersion);
            int order = DebianVersion.Compare(version.Version, package.Version);
            hasInstalled |= order == 0;
            // Only records of newer versions are read; priority and section hardly change between versions of a package.
            records.TryGetValue((package.Name, version.Version), out AptRecord? record);
            versions.Add(new AvailablePatch
            {
                Version = order == 0 ? package.Version : version.Version,
                Summary = record?.Summary ?? "",
                Repositories = RepositoryNames(version),
                IsSecurity = IsSecurity(version),
                Classifications = IsSecurity(version) ? s_security : [],
                Priority = record is { Priority.Length: > 0 } ? record.Priority : package.Priority,
                Section = record is { Section.Length: > 0 } ? record.Section : package.Section,
                CveIds = record?.CveIds ?? [],
                Restriction = order > 0 ? FindRestriction(package, version, defaultPriorities) : null,
            });
        }

        if (!hasInstalled)
            versions.Add(new AvailablePatch { Version = package.Version, Priority = package.Priority, Section = package.Section });
        return versions;
    }

    private Restriction? FindRestriction(DpkgPackage package, AptVersion version, IReadOnlyDictionary<string, int>? defaultPriorities)
    {
        if (IsPhasedOut(package, version))
        {
            return new Restriction(
                RestrictionKind.Phased,
                $"the publisher has rolled {version.Version} out to {version.PhasedPercentage} % of nodes so far, and not to this one");
        }

        bool isPreferred = IsPreferred(package, version);
        if (!isPreferred && !IsPreferredByDefault(package, version, defaultPriorities))
        {
            return new Restriction(
                RestrictionKind.NotAutomatic,
                $"{version.Version} is only in {string.Join(", ", RepositoryNames(version))}, from where nothing is taken unless asked for by name (priority {version.Priority})");
        }

        if (package.IsHeld)
            return new Restriction(RestrictionKind.Hold, "the package is on hold (apt-mark unhold releases it)");
        if (!isPreferred)
        {
            return new Restriction(
                RestrictionKind.Pin,
                $"apt's preferences keep {version.Version} away: its priority is {version.Priority}, that of the installed {package.Version} is {InstalledPriority(package)}");
        }

        if (!Targets(version).Any(target => target.IsTrusted))
        {
            return new Restriction(
                RestrictionKind.Untrusted,
                $"{version.Version} is only in a repository without a trusted signature ({string.Join(", ", RepositoryNames(version))})");
        }

        if (FindFavoured(package, version) is not { } favoured)
            return null;
        string words = $"favour {favoured.Version} (priority {favoured.Priority}) over {version.Version} (priority {version.Priority})";
        return defaultPriorities is not null && DefaultPriority(favoured, defaultPriorities) > DefaultPriority(version, defaultPriorities)
            ? new Restriction(RestrictionKind.NotAutomatic, $"its repositories {words}")
            : new Restriction(RestrictionKind.Pin, $"apt's preferences {words}");
    }

    /// <summary>The version that apt's policy puts before this one. A version that is no security update is never put before one that is: it would hide the fix.</summary>
    private AptVersion? FindFavoured(DpkgPackage package, AptVersion version) =>
        NewerThanInstalled(package)
            .Where(other => other.Priority > version.Priority && (IsSecurity(other) || !IsSecurity(version)))
            .OrderByDescending(other => other.Priority)
            .FirstOrDefault();

    /// <summary>apt's rule: a newer version is taken when its priority is positive and not below that of what is installed.</summary>
    private bool IsPreferred(DpkgPackage package, AptVersion version) =>
        version.Priority > 0 && version.Priority >= InstalledPriority(package);

    private bool IsPreferredByDefault(DpkgPackage package, AptVersion version, IReadOnlyDictionary<string, int>? defaultPriorities)
    {
        if (defaultPriorities is null)
            return false;
        int priority = DefaultPriority(version, defaultPriorities);
        return priority > 0 && priority >= Table(package).Where(row => IsInstalledVersion(package, row)).Select(row => DefaultPriority(row, defaultPriorities)).DefaultIfEmpty(0).Max();
    }

    /// <summary>Without the administrator's preferences.</summary>
    private static int DefaultPriority(AptVersion version, IReadOnlyDictionary<string, int> defaultPriorities) =>
        version.Sources.Select(source => defaultPriorities.TryGetValue(source.Description, out int value) ? value : source.Priority).DefaultIfEmpty(0).Max();

    /// <summary>apt gives a version that is not rolled out to this node the priority 1 (with <c>APT::Get::Phase-Policy</c>); security updates are never phased.</summary>
    private bool IsPhasedOut(DpkgPackage package, AptVersion version) =>
        version is { PhasedPercentage: < 100, Priority: 1 }
        && !Table(package)
            .Where(row => DebianVersion.Compare(row.Version, package.Version) > 0 && DebianVersion.Compare(row.Version, version.Version) <= 0)
            .Any(IsSecurity);

    private int InstalledPriority(DpkgPackage package) =>
        Table(package).Where(row => IsInstalledVersion(package, row)).Select(row => row.Priority).DefaultIfEmpty(0).Max();

    private static bool IsInstalledVersion(DpkgPackage package, AptVersion row) => DebianVersion.Compare(row.Version, package.Version) == 0;

    private bool IsSecurity(AptVersion version) => Targets(version).Any(target => target.IsSecurity);

    private IEnumerable<AptIndexTarget> Targets(AptVersion version)
    {
        foreach (AptVersionSource source in version.Sources)
        {
            if (_targets.TryGetValue(source.Description, out AptIndexTarget? target))
                yield return target;
        }
    }

    private IEnumerable<AptVersion> NewerThanInstalled(DpkgPackage package) =>
        Table(package).Where(version => DebianVersion.Compare(version.Version, package.Version) > 0 && !IsOnlyInStatusFile(version));

    private IEnumerable<AptVersion> Table(DpkgPackage package) =>
        _policy.TryGetValue(QueryName(package, _architecture), out AptPolicyPackage? policy) ? policy.Versions : [];

    private static bool IsOnlyInStatusFile(AptVersion version) =>
        version.Sources.All(source => source.Description.EndsWith(StatusFileMark, StringComparison.Ordinal));

    private static AptVersion Merge(IEnumerable<AptVersion> rows)
    {
        AptVersion[] same = rows.ToArray();
        return same.Length == 1
            ? same[0]
            : new AptVersion(same[0].Version, same.Max(row => row.Priority), same[0].PhasedPercentage, same.SelectMany(row => row.Sources).ToArray());
    }

    /// <summary>Security archives first: they are why the version counts.</summary>
    private string[] RepositoryNames(AptVersion version) =>
        [.. Targets(version).OrderByDescending(target => target.IsSecurity).Select(RepositoryName).Distinct(StringComparer.Ordinal)];

    private static string RepositoryName(AptIndexTarget target) =>
        SecretRedactor.Redact(target.Component.Length == 0 ? $"{target.Site} {target.Release}" : $"{target.Site} {target.Release}/{target.Component}");
}
