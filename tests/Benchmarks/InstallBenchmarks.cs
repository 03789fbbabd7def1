using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>200 upgrades in a private root, from refreshing the lists to the last package configured, against the same by apt-get itself.</summary>
public class InstallBenchmarks : IDisposable
{
    private const int Packages = 200;

    private string[] _names = [];
    private AptRoot? _root;
    private TemporaryFolder? _state;
    private PatchEngine? _engine;

    /// <summary>Of what one package holds, in files of 64 KiB that no compression makes smaller.</summary>
    [Params(0, 1)]
    public int Megabytes { get; set; }

    [GlobalSetup]
    public void Setup() => _names = [.. Enumerable.Range(0, Packages).Select(number => $"package{number:000}")];

    [IterationSetup]
    public void Prepare()
    {
        Cleanup();
        _root = AptRoot.Runnable();
        _state = new TemporaryFolder();
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _state.Path);
        _root.Install([.. _names.Select(name => new TestPackage(name, "1"))]);
        _root.AddRepository("security", "bookworm-security", _names.Select(name => new TestPackage(name, "2") { Megabytes = Megabytes }), "Debian-Security");
        _engine = PatchEngine.Create(Path.Combine(AppContext.BaseDirectory, "module"), NullEventSink.Instance, () => throw new InvalidOperationException("Nothing is in S3 here."));
        Tool.Run("sync");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _root?.Dispose();
        _state?.Dispose();
        (_root, _state) = (null, null);
    }

    public void Dispose()
    {
        Cleanup();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "apt-get update, apt-get install")]
    public int Native()
    {
        (int exitCode, _, string errors) = _root!.Apt("apt-get", "update", "-q");
        if (exitCode == 0)
            (exitCode, _, errors) = _root.Apt("apt-get", ["install", "-y", "-q", .. _names.Select(name => $"{name}=2")]);
        return exitCode == 0 ? exitCode : throw new InvalidOperationException(errors);
    }

    [Benchmark(Description = "install")]
    public async Task<int> Install()
    {
        InstallRequest request = new()
        {
            Scan = new ScanRequest { Root = _root!.Path, StatePath = _state!.Combine("state") },
            RebootOption = RebootOption.NoReboot,
        };
        PatchOperationResult? result = await _engine!.InstallAsync(request, new Consent(), CancellationToken.None);
        return result is { ExitCode: 0, Changes.Count: Packages } ? result.ExitCode : throw new InvalidOperationException($"{result?.Changes.Count} of {Packages} packages were installed.");
    }

    private sealed class Consent : IInstallConsent
    {
        public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => true;

        public bool MayInstall(PatchPlan plan) => true;

        public bool MayRestart(string nodeId, string reason) => false;
    }
}
