using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>One node's yum, ready to be asked.</summary>
internal sealed record YumSystem
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

    /// <exception cref="PatchException">CacheUnusable; PackageDatabaseBroken, ImageFileUnreadable and ImageUnsafe for an image that is not whole.</exception>
    public static YumSystem Open(IProcessRunner processes, IFileSystem files, Node node, string cacheFolder, PackageLists lists, bool isPrivileged)
    {
        DnfFiles system = new(files, node.Root);
        string? database = node.IsRunningSystem ? null : system.Locate(system.DatabasePath);
        YumConfiguration configuration = YumConfiguration.Read(system);
        YumCache cache = new(files, node, system, configuration, cacheFolder, lists, isPrivileged);
        cache.Create();
        return new YumSystem
        {
            Cache = cache,
            Calls = new YumCalls(processes, cache, node.Root, database),
            Configuration = configuration,
            IsRunning = node.IsRunningSystem,
            Lock = new YumLock(files, system.Locate("var/run/yum.pid")),
            TransactionLock = Path.Combine(database ?? system.Locate("var/lib/rpm"), ".rpm.lock"),
        };
    }
}
