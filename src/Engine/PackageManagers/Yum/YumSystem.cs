using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>One node's yum, ready to be asked. Its end takes the baseline's sources from the disk.</summary>
internal sealed record YumSystem : IDisposable
{
    public required YumCache Cache { get; init; }

    public required YumCalls Calls { get; init; }

    public required YumConfiguration Configuration { get; init; }

    /// <summary>False for an image.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>yum's own lock.</summary>
    public required YumLock Lock { get; init; }

    /// <summary>What rpm locks while it changes packages.</summary>
    public required string TransactionLock { get; init; }

    /// <summary>What takes the place of the system's repositories; empty where those hold.</summary>
    public required IReadOnlyList<DnfSection> Sources { get; init; }

    /// <summary>What its end takes away again.</summary>
    public required IDisposable SourceLease { get; init; }

    /// <summary>Makes yum ready.</summary>
    /// <param name="node">The system that it is to be asked about.</param>
    /// <param name="cacheFolder">The module's folder for caches.</param>
    /// <param name="lists">Whose metadata.</param>
    /// <param name="sources">What takes the place of the system's repositories; none leaves them.</param>
    /// <param name="processes">Runs it.</param>
    /// <param name="files">The disk.</param>
    /// <param name="leases">Keeps the files of sources.</param>
    /// <param name="isPrivileged">Whether yum is asked as root.</param>
    /// <exception cref="PatchException">BaselineSourcesUnusable; CacheUnusable; PackageDatabaseBroken, ImageFileUnreadable and ImageUnsafe for an image that is not whole.</exception>
    public static YumSystem Open(
        Node node, string cacheFolder, PackageLists lists, IReadOnlyList<PatchSource> sources, IProcessRunner processes, IFileSystem files, SourceLeases leases, bool isPrivileged)
    {
        IReadOnlyList<DnfSection> repositories = YumSourceReader.Read(sources);
        DnfFiles system = new(files, node.Root);
        string? database = node.IsRunningSystem ? null : system.Locate(system.DatabasePath);
        YumConfiguration configuration = YumConfiguration.Read(system, repositories);
        YumCache cache = new(files, node, system, configuration, cacheFolder, lists, repositories, isPrivileged);
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

        return new YumSystem
        {
            Cache = cache,
            Calls = new YumCalls(processes, cache, node.Root, database),
            Configuration = configuration,
            IsRunning = node.IsRunningSystem,
            Lock = new YumLock(files, system.Locate("var/run/yum.pid")),
            TransactionLock = Path.Combine(database ?? system.Locate("var/lib/rpm"), ".rpm.lock"),
            Sources = repositories,
            SourceLease = lease,
        };
    }

    public void Dispose() => SourceLease.Dispose();
}
