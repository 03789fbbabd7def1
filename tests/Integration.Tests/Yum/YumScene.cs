using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Yum;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>A private root of a system with yum, and the whole of a scan or an install on it.</summary>
internal sealed class YumScene : IDisposable
{
    public const string CentOS = "ID=\"centos\"\nID_LIKE=\"rhel fedora\"\nNAME=\"CentOS Linux\"\nPRETTY_NAME=\"CentOS Linux 7 (Core)\"\nVERSION_ID=\"7\"\n";

    public YumScene(bool isPrivileged = true)
    {
        Root = new DnfRoot(CentOS);
        PhysicalFileSystem files = new();
        Yum = new ScriptedYum(Root, new ProcessRunner(Events));
        Root.WriteFile("etc/yum.conf", "[main]\nplugins=1\ndistroverpkg=centos-release\n");
        Scan = new DnfScan
        {
            PackageManager = () => new YumPackageManager(Yum, Yum, files, new FileLockHolder(files), Clock, Events, () => isPrivileged),
        };
        Yum.SourcesFolder = Path.Combine(SourcesFolder, "repositories");
    }

    public string SourcesFolder => Path.Combine(Scan.CachePath, "yum", "sources");

    public DnfRoot Root { get; }

    public ScriptedYum Yum { get; }

    public DnfScan Scan { get; }

    public SkippingClock Clock { get; } = new();

    /// <summary>What the package manager told.</summary>
    public RecordedEvents Events { get; } = new();

    public static Baselines.PatchBaseline Baseline(bool enableNonSecurity = false) => DnfScan.Baseline(enableNonSecurity, system: "CENTOS");

    public Task<PatchOperationResult> ScanAsync(bool enableNonSecurity = false, bool noRefresh = false) => Scan.RunAsync(Root.Path, Baseline(enableNonSecurity), noRefresh);

    /// <summary>The patches, each as its id, its state and the version to be had.</summary>
    public static IReadOnlyList<string> States(PatchOperationResult result) =>
        [.. result.Patches.Select(patch => $"{patch.Id} {patch.State} {patch.AvailableVersion}".TrimEnd()).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Scan.Dispose();
        Root.Dispose();
    }
}
