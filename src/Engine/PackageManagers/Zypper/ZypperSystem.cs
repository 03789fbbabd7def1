using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>One node's zypper, ready to be asked until its end.</summary>
internal sealed class ZypperSystem : IDisposable
{
    private readonly IDisposable _lease;

    private readonly IFileSystem _disk;

    private ZypperSystem(IFileSystem disk, DnfFiles files, ZypperFolder folder, ZypperCalls calls, ZypperConfiguration configuration, ZypperUsers users, IDisposable lease)
    {
        _disk = disk;
        Files = files;
        Folder = folder;
        Calls = calls;
        Configuration = configuration;
        Users = users;
        _lease = lease;
    }

    /// <summary>The files of the system itself.</summary>
    public DnfFiles Files { get; }

    public ZypperFolder Folder { get; }

    public ZypperCalls Calls { get; }

    public ZypperConfiguration Configuration { get; }

    /// <summary>Who uses the package manager beside us.</summary>
    public ZypperUsers Users { get; }

    /// <exception cref="PatchException">BaselineSourcesUnusable; CacheUnusable; PackageManagerMissing, PackageDatabaseBroken; ImageFileUnreadable and ImageUnsafe for an image that is not whole.</exception>
    public static async Task<ZypperSystem> OpenAsync(
        IProcessRunner processes,
        IFileSystem files,
        ILockHolderFinder lockHolders,
        ZypperLeases leases,
        Node node,
        string cacheFolder,
        IReadOnlyList<PatchSource> sources,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        string? repositories = sources.Count == 0 ? null : ZypperSources.Read(sources);
        DnfFiles system = new(files, node.Root);
        string database = node.IsRunningSystem
            ? await ZypperCalls.FindDatabaseAsync(processes, timeout, cancellationToken).ConfigureAwait(false)
            : system.Locate(system.DatabasePath);
        ZypperConfiguration configuration = ZypperConfiguration.Read(system, !node.IsRunningSystem, repositories);
        ZypperFolder folder = new(files, node, system, configuration, cacheFolder, repositories);
        IDisposable lease = leases.Take(folder);
        try
        {
            folder.Create(database);
            string? home = null;
            if (!node.IsRunningSystem)
                home = folder.CreateImageHome(system.DatabasePath);
            return new ZypperSystem(
                files,
                system,
                folder,
                new ZypperCalls(processes, folder, node.Root, node.IsRunningSystem ? null : database, home),
                configuration,
                new ZypperUsers(files, lockHolders, system.Locate("run/zypp.pid"), Path.Combine(database, ".rpm.lock")),
                lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Puts packages back on zypper's list of those that came as dependencies.</summary>
    /// <exception cref="PatchException">ToolFailed: it cannot be written.</exception>
    public void MarkAutomatic(IEnumerable<string> names)
    {
        if (ZypperAutomatic.Add(Files.ReadText(ZypperAutomatic.Path) ?? "", names) is not { } text)
            return;
        string path = Files.Locate(ZypperAutomatic.Path);
        try
        {
            _disk.CreateDirectory(Path.GetDirectoryName(path)!);
            _disk.WriteAtomically(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(ErrorIds.ToolFailed, ErrorKind.WriteError, $"zypper's list '{path}' of packages that came as dependencies cannot be written: {e.Message}", path, "Make room there, and check the rights.", e);
        }
    }

    public void Dispose() => _lease.Dispose();
}
