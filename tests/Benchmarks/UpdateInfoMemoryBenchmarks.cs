using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>The bound: notices that concern nothing installed allocate nothing, so that every count of them allocates the same.</summary>
[MemoryDiagnoser]
public class UpdateInfoMemoryBenchmarks
{
    private static readonly PackageSelection s_nothing = new(["bash"], ["x86_64", "noarch"]);

    private byte[] _file = [];

    [Params(1_000, 8_000, 16_000)]
    public int Notices { get; set; }

    [GlobalSetup]
    public void Setup() => _file = UpdateInfoSample.Write(Notices);

    [Benchmark]
    public int Read() => UpdateInfoReader.Read(new MemoryStream(_file), "updateinfo.xml", s_nothing, NullEventSink.Instance, CancellationToken.None).Count();
}
