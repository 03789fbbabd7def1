using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Benchmarks;

[MemoryDiagnoser]
public class VersionOrderBenchmarks
{
    private const int Count = 100_000;

    private string[] _debian = [];
    private string[] _rpm = [];

    [GlobalSetup]
    public void Setup()
    {
        // The seed is fixed: every run orders the same versions.
        Random random = new(42);
        _debian = [.. Enumerable.Range(0, Count).Select(_ => $"{random.Next(3)}:{random.Next(20)}.{random.Next(200)}~rc{random.Next(9)}-{random.Next(30)}+deb12u{random.Next(20)}")];
        _rpm = [.. Enumerable.Range(0, Count).Select(_ => $"{random.Next(3)}:{random.Next(20)}.{random.Next(200)}^git{random.Next(9)}-{random.Next(30)}.el9_{random.Next(20)}")];
    }

    [Benchmark(OperationsPerInvoke = Count - 1)]
    public int CompareDebian() => CompareNeighbours(_debian, VersionScheme.Debian);

    [Benchmark(OperationsPerInvoke = Count - 1)]
    public int CompareRpm() => CompareNeighbours(_rpm, VersionScheme.Rpm);

    [Benchmark]
    public string SortDebian() => Sort(_debian, VersionScheme.Debian);

    [Benchmark]
    public string SortRpm() => Sort(_rpm, VersionScheme.Rpm);

    private static int CompareNeighbours(string[] versions, VersionScheme scheme)
    {
        int newer = 0;
        for (int i = 1; i < versions.Length; i++)
        {
            if (scheme.Compare(versions[i - 1], versions[i]) > 0)
                newer++;
        }

        return newer;
    }

    private static string Sort(string[] versions, VersionScheme scheme)
    {
        string[] copy = [.. versions];
        Array.Sort(copy, scheme);
        return copy[0];
    }
}
