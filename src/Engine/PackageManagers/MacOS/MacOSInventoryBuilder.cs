using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Puts together what softwareupdate, the install history and Homebrew said. Pure.</summary>
/// <param name="snapshot">What they said.</param>
/// <param name="installs">What this module had softwareupdate install before.</param>
/// <param name="bootTime">When the Mac started; null where that is not known.</param>
internal sealed class MacOSInventoryBuilder(MacOSSnapshot snapshot, IReadOnlyList<OwnInstall> installs, DateTimeOffset? bootTime)
{
    public const string Apple = "softwareupdate";
    public const string Homebrew = "Homebrew";

    private readonly Dictionary<string, InstallReceipt> _receipts = snapshot.Receipts.ToDictionary(receipt => receipt.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, HomebrewPackage> _packages = new(StringComparer.Ordinal);

    /// <summary>Homebrew's packages by the ids of their entries; filled by <see cref="Build"/>.</summary>
    public IReadOnlyDictionary<string, HomebrewPackage> Packages => _packages;

    /// <summary>One entry a name, in the order of the names.</summary>
    public IReadOnlyList<InventoryEntry> Build()
    {
        Dictionary<string, InventoryEntry> entries = new(StringComparer.Ordinal);
        foreach (IGrouping<string, SoftwareUpdateItem> same in snapshot.Updates.GroupBy(item => item.Title, StringComparer.Ordinal))
            entries[same.Key] = Offered(same.Key, [.. same]);
        foreach (OwnInstall install in installs.Where(install => !entries.ContainsKey(install.Title)))
        {
            if (!_receipts.TryGetValue(install.Title, out InstallReceipt? receipt) || !(receipt.Time >= install.Time))
                entries[install.Title] = Installed(install.Title, install.Version, install.Time);
        }

        foreach (InstallReceipt receipt in snapshot.Receipts.Where(receipt => !entries.ContainsKey(receipt.Name)))
            entries[receipt.Name] = Installed(receipt.Name, receipt.Version, receipt.Time);
        foreach (HomebrewPackage package in snapshot.Homebrew)
        {
            // A name that something else has too gets its tap.
            string id = entries.ContainsKey(package.Name) ? package.FullName : package.Name;
            entries[id] = Package(id, package);
            _packages[id] = package;
        }

        return [.. entries.Values.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    /// <summary>What softwareupdate lists is missing, unless it is in the middle of being installed.</summary>
    private InventoryEntry Offered(string title, IReadOnlyList<SoftwareUpdateItem> items)
    {
        InstalledPackage? installed = null;
        List<AvailablePatch> versions = [];
        if (_receipts.TryGetValue(title, out InstallReceipt? receipt))
            installed = new InstalledPackage { Version = receipt.Version, InstalledTime = receipt.Time };
        foreach (SoftwareUpdateItem item in items)
        {
            if (WasPutOn(item, receipt) is { } time)
                installed = new InstalledPackage { Version = item.Version, InstalledTime = time };
            else if (installed is not null && MacOSVersion.Compare(item.Version, installed.Version) == 0)
                // The history may be older than the system: what counts is that softwareupdate wants to put it on.
                installed = null;
        }

        foreach (SoftwareUpdateItem item in items.GroupBy(item => item.Version, StringComparer.Ordinal).Select(same => same.First()))
        {
            versions.Add(new AvailablePatch
            {
                Version = item.Version,
                Summary = item.Title,
                Repositories = [Apple],
                Classifications = UpdatePolicy.Classify(title, item.IsRecommended),
                Restriction = snapshot.Policy.Find(item),
            });
        }

        if (installed is not null && !versions.Exists(version => string.Equals(version.Version, installed.Version, StringComparison.Ordinal)))
            versions.Add(Known(title, installed.Version));
        return new InventoryEntry { Name = title, Installed = installed, Versions = versions, IsMissingWhenAbsent = true };
    }

    /// <summary>When an update was put on that is listed all the same; null where it was not.</summary>
    private DateTimeOffset? WasPutOn(SoftwareUpdateItem item, InstallReceipt? receipt)
    {
        if (installs.FirstOrDefault(install => string.Equals(install.Label, item.Label, StringComparison.Ordinal) && string.Equals(install.Version, item.Version, StringComparison.Ordinal)) is not { } own)
            return null;
        if (receipt is not null && string.Equals(receipt.Version, item.Version, StringComparison.Ordinal) && receipt.Time >= own.Time)
            return receipt.Time;
        return own.IsPrepared && bootTime < own.Time ? own.Time : null;
    }

    /// <summary>Nobody checks whether there is something newer for it: it is never missing.</summary>
    private static InventoryEntry Installed(string name, string version, DateTimeOffset? time) => new()
    {
        Name = name,
        Installed = new InstalledPackage { Version = version, InstalledTime = time },
        Versions = [Known(name, version)],
    };

    private static InventoryEntry Package(string id, HomebrewPackage package)
    {
        List<AvailablePatch> versions = [new AvailablePatch { Version = package.InstalledVersion, Summary = package.Description }];
        if (package.OfferedVersion.Length > 0 && !string.Equals(package.OfferedVersion, package.InstalledVersion, StringComparison.Ordinal))
        {
            versions.Add(new AvailablePatch
            {
                Version = package.OfferedVersion,
                Summary = package.Description,
                Repositories = [Homebrew],
                Restriction = package.IsPinned
                    ? new Restriction(RestrictionKind.Pin, $"Homebrew pins it at {package.InstalledVersion} (brew unpin {package.Name} releases it)")
                    : null,
            });
        }

        return new InventoryEntry
        {
            Name = id,
            Installed = new InstalledPackage { Version = package.InstalledVersion, InstalledTime = package.InstalledTime },
            Versions = versions,
        };
    }

    private static AvailablePatch Known(string name, string version) => new() { Version = version, Summary = name, Classifications = UpdatePolicy.Classify(name, isRecommended: null) };
}
