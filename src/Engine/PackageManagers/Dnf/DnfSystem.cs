using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>One node's dnf, ready to be asked.</summary>
internal sealed record DnfSystem
{
    public required DnfCache Cache { get; init; }

    public required DnfCalls Calls { get; init; }

    public required DnfConfiguration Configuration { get; init; }

    /// <summary>False for an image.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>What rpm locks while it changes packages.</summary>
    public required string TransactionLock { get; init; }

    /// <exception cref="PatchException">CacheUnusable; PackageDatabaseBroken, ImageFileUnreadable and ImageUnsafe for an image that is not whole.</exception>
    public static DnfSystem Open(IProcessRunner processes, IFileSystem files, Node node, string cacheFolder, PackageLists lists)
    {
        DnfFiles system = new(files, node.Root);
        string? database = node.IsRunningSystem ? null : system.Locate(system.DatabasePath);
        DnfConfiguration configuration = DnfConfiguration.Read(system);
        DnfCache cache = new(files, node, system, configuration, cacheFolder, lists);
        cache.Create();
        return new DnfSystem
        {
            Cache = cache,
            Calls = new DnfCalls(processes, cache, node.Root, database),
            Configuration = configuration,
            IsRunning = node.IsRunningSystem,
            TransactionLock = Path.Combine(database ?? system.Locate("var/lib/rpm"), ".rpm.lock"),
        };
    }

    /// <summary>Of one package in several versions, the newest.</summary>
    public static RpmPackage Newest(IEnumerable<RpmPackage> same) =>
        same.Aggregate((left, right) => RpmVersion.Compare(right.Version, left.Version) > 0 ? right : left);
}
