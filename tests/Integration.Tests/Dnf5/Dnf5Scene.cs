using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>A private root, and the whole of a scan or an install on it from a machine with dnf 5: a scripted one, or the one that <see cref="RealDnf5.Variable"/> names.</summary>
internal sealed class Dnf5Scene : IDisposable
{
    public const string LockList = "etc/dnf/versionlock.toml";

    private readonly RememberedDnf5 _dnf;

    public Dnf5Scene()
    {
        Root = new DnfRoot();
        PhysicalFileSystem files = new();
        RecordedEvents events = new();
        ProcessRunner real = new(events);
        Script = new ScriptedDnf5(Root, real);
        _dnf = Environment.GetEnvironmentVariable(RealDnf5.Variable) is { Length: > 0 } program && new RealDnf5(program, real, new DetachedProcessRunner(SystemClock.Instance, events)) is var built
            ? new RememberedDnf5(Root, built, built)
            : new RememberedDnf5(Root, Script, Script);
        Scan = new DnfScan
        {
            PackageManager = () => new DnfPackageManager(_dnf, _dnf, files, new FileLockHolder(files), SystemClock.Instance, events, () => true, DnfDialect.Five),
        };
    }

    public DnfRoot Root { get; }

    public DnfScan Scan { get; }

    /// <summary>Told what a real dnf 5 finds in the root by itself.</summary>
    public ScriptedDnf5 Script { get; }

    public IReadOnlyList<string> Commands => _dnf.Commands;

    public void AddRepository(string id, RpmTestPackage[] packages, IEnumerable<TestNotice>? notices = null, string settings = "")
    {
        Root.AddRepository(id, packages, notices, settings);
        Script.AddRepository(id, packages, settings.Contains("gpgcheck=1", StringComparison.Ordinal));
    }

    public void Lock(string name, string version)
    {
        Root.WriteFile(LockList, $"""
            version = "1.0"

            [[packages]]
            name = "{name}"
            comment = "Added by a test"

            [[packages.conditions]]
            key = "evr"
            comparator = "="
            value = "{version}"

            """);
        Script.Locked.Add(name);
    }

    /// <summary>dnf 5 counts the age of metadata in seconds.</summary>
    public void Age()
    {
        foreach (string file in Directory.GetFiles(Scan.CachePath, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
    }

    /// <summary>The patches, each as its id, its state and the version to be had.</summary>
    public static IReadOnlyList<string> States(PatchOperationResult result) =>
        [.. result.Patches.Select(patch => $"{patch.Id} {patch.State} {patch.AvailableVersion}".TrimEnd()).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Scan.Dispose();
        Root.Dispose();
    }
}
