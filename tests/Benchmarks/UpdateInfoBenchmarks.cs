using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>The bound: 8 000 notices with 60 000 packages in twice the time that it takes to unpack them.</summary>
[MemoryDiagnoser]
public class UpdateInfoBenchmarks
{
    private const int Notices = 8000;
    private const int Installed = 1000;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly PackageSelection _selection = new(UpdateInfoSample.Names(Installed), ["x86_64", "noarch"]);
    private byte[] _file = [];

    [Params("gz", "zst", "xz", "bz2")]
    public string Compression { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _file = UpdateInfoSample.Compress(UpdateInfoSample.Write(Notices), Compression);

    [Benchmark(Baseline = true)]
    public long Unpack()
    {
        using Stream unpacked = Decompression.Open(new MemoryStream(_file), "updateinfo.xml");
        long length = 0;
        int read;
        while ((read = unpacked.Read(_buffer, 0, _buffer.Length)) > 0)
            length += read;
        return length;
    }

    [Benchmark]
    public object ReadIndex()
    {
        AdvisoryIndexBuilder builder = new();
        builder.AddFile(new MemoryStream(_file), "updateinfo.xml", _selection, NullEventSink.Instance, CancellationToken.None);
        return builder.Build();
    }
}
