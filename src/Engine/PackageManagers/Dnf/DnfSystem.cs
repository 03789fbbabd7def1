using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>One node's dnf, ready to be asked.</summary>
internal sealed record DnfSystem : IDisposable
{
    public required DnfCache Cache { get; init; }

    public required DnfCalls Calls { get; init; }

    public required DnfConfiguration Configuration { get; init; }

    public required DnfDialect Dialect { get; init; }

    /// <summary>False for an image.</summary>
    public required bool IsRunning { get; init; }

    public required DnfLocks Locks { get; init; }

    /// <summary>The repositories of the baseline that take the place of the system's; none where those hold.</summary>
    public required IReadOnlyList<DnfSection> Sources { get; init; }

    /// <summary>What its end takes away again.</summary>
    public required IDisposable SourceLease { get; init; }

    /// <summary>Makes dnf ready.</summary>
    /// <param name="node">The system that it is to be asked about.</param>
    /// <param name="dialect">How its dnf is called.</param>
    /// <param name="cacheFolder">The module's folder for caches.</param>
    /// <param name="lists">Whose metadata.</param>
    /// <param name="sources">What takes the place of the system's repositories; none leaves them.</param>
    /// <param name="processes">Runs it.</param>
    /// <param name="files">The disk.</param>
    /// <param name="leases">Keeps the files of sources.</param>
    /// <param name="waiting">Waits for who holds the lock that is given.</param>
    /// <exception cref="PatchException">BaselineSourcesUnusable; CacheUnusable; PackageDatabaseBroken, ImageFileUnreadable and ImageUnsafe for an image that is not whole.</exception>
    public static DnfSystem Open(
        Node node, DnfDialect dialect, string cacheFolder, PackageLists lists, IReadOnlyList<PatchSource> sources, IProcessRunner processes, IFileSystem files, SourceLeases leases, Func<string, DnfLocks> waiting)
    {
        IReadOnlyList<DnfSection> repositories = DnfSourceReader.Read(sources);
        DnfFiles system = new(files, node.Root);
        string? database = node.IsRunningSystem ? null : system.Locate(system.DatabasePath);
        DnfConfiguration configuration = DnfConfiguration.Read(system, repositories, dialect, node.IsRunningSystem);
        DnfCache cache = new(files, node, system, configuration, cacheFolder, dialect, lists, repositories);
        IDisposable lease = leases.Take(cache.SourcesFolder, cache.SourceFiles);
        try
        {
            cache.Create();
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        DnfLocks locks = waiting(Path.Combine(database ?? system.Locate("var/lib/rpm"), ".rpm.lock"));
        return new DnfSystem
        {
            Cache = cache,
            Calls = new DnfCalls(processes, dialect, cache, node.Root, database, locks),
            Configuration = configuration,
            Dialect = dialect,
            IsRunning = node.IsRunningSystem,
            Locks = locks,
            Sources = repositories,
            SourceLease = lease,
        };
    }

    public void Dispose()
    {
        SourceLease.Dispose();
        Cache.RemoveFetchLog();
    }

    /// <summary>Sees to it that dnf takes an image for what it is, not for one of this machine.</summary>
    /// <returns>The image's architecture where it is another; otherwise null.</returns>
    public string? FindForeignArchitecture(IReadOnlyList<RpmPackage> installed)
    {
        if (IsRunning || DnfArchitecture.FindForeign(installed) is not { } architecture)
            return null;
        Cache.ForcedArchitecture = architecture;
        return architecture;
    }

    /// <summary>Of one package in several versions, the newest.</summary>
    public static RpmPackage Newest(IEnumerable<RpmPackage> same) =>
        same.Aggregate((left, right) => RpmVersion.Compare(right.Version, left.Version) > 0 ? right : left);
}
