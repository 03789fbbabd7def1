using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>A whole scan of this machine with the package lists that are on it, in a warm process, against the one native command that
/// gives the same facts. The machine is only read. The first scan fetches, so that there are lists.</summary>
[MemoryDiagnoser]
public class ScanBenchmarks
{
    private string _folder = "";
    private string[] _native = [];
    private PatchEngine? _engine;

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("pba-bench-").FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _folder);
        _engine = PatchEngine.Create(Path.Combine(AppContext.BaseDirectory, "module"), NullEventSink.Instance, () => throw new InvalidOperationException("Nothing is in S3 here."));
        await Scan(noRefresh: false);

        // The module keeps its lists in the machine's cache folder when it may, and in the user's otherwise.
        string cache = CacheFolders.OfThisMachine().Select(folder => Path.Combine(folder, "apt", "system")).First(folder => File.Exists(Path.Combine(folder, "apt.conf")));
        string[] names = Run("dpkg-query", "-W", "-f", "${binary:Package}\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _native = ["-c", Path.Combine(cache, "apt.conf"), "policy", .. names];
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>With the same warm cache that the scan has.</summary>
    [Benchmark(Baseline = true, Description = "apt-cache policy (all installed)")]
    public int Native() => Run("apt-cache", _native).Length;

    [Benchmark(Description = "scan -NoRefresh")]
    public async Task<int> Scan() => await Scan(noRefresh: true);

    private async Task<int> Scan(bool noRefresh)
    {
        PatchOperationResult result = await _engine!.ScanAsync(
            new ScanRequest { NoRefresh = noRefresh, StatePath = Path.Combine(_folder, "state") }, CancellationToken.None);
        return result.MissingCount;
    }

    private static string Run(string tool, params string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(errors.Result);
    }
}
