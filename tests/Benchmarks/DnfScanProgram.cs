using System.Globalization;
using System.Text;
using PatchBaselineAssociation.IntegrationTests;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>Whole scans of a private root with dnf, in turn with the native listing of the same root, so that whatever else runs on the machine slows both.
/// The bounds: 1.15 times the listing, and memory that does not grow with notices that concern nothing installed.</summary>
internal static class DnfScanProgram
{
    private const int Installed = 1000;
    private const int Names = 15_000;
    private const int Notices = 8000;
    private const int ForeignNotices = 24_000;
    private const string Start = "<updates>";
    private const string End = "</updates>";
    private static readonly string[] s_versions = ["4.0-1.el8", "5.0-1.el8", "6.0-1.el8", "7.0-1.el8"];

    public static async Task<int> RunAsync(TextWriter output)
    {
        using TemporaryFolder folder = new();
        using DnfRoot root = new();
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder.Combine("cache"));
        root.InstallMany(UpdateInfoSample.Names(Installed).Select(name => Package(name, s_versions[1])));
        WriteRepository(root, isLong: false);
        PatchEngine engine = PatchEngine.Create(Path.Combine(AppContext.BaseDirectory, "module"), NullEventSink.Instance, () => throw new InvalidOperationException("Nothing is in S3 here."));
        await ScanAsync(engine, root, folder, noRefresh: false);
        root.Dnf("makecache");

        List<double> native = [], first = [], changed = [], scans = [], unpacking = [], reading = [];
        string notices = Path.Combine(root.RepositoryFolder("base"), "repodata", "updateinfo.xml.gz");
        for (int i = 0; i < Turns.Rounds; i++)
        {
            native.Add(Turns.Measure(() => root.Dnf("--quiet", "--cacheonly", "updateinfo", "list")));
            Turns.ForgetAnswers();
            first.Add(await Turns.MeasureAsync(() => ScanAsync(engine, root, folder, noRefresh: true)));
            Turns.ForgetAnswers("upgrades");
            changed.Add(await Turns.MeasureAsync(() => ScanAsync(engine, root, folder, noRefresh: true)));
            scans.Add(await Turns.MeasureAsync(() => ScanAsync(engine, root, folder, noRefresh: true)));
            unpacking.Add(Turns.Measure(() => Unpack(notices)));
            reading.Add(Turns.Measure(() => ReadNotices(notices)));
        }

        Turns.Print(output, "scan -NoRefresh, nothing asked before, to dnf updateinfo list", first, native);
        Turns.Print(output, "scan -NoRefresh, packages or metadata changed, to dnf updateinfo list", changed, native);
        Turns.Print(output, "scan -NoRefresh, nothing changed, to dnf updateinfo list", scans, native);
        Turns.Print(output, "index of the notices to unpacking them", reading, unpacking);

        // After all that was to be loaded and compiled.
        long shorter = await MeasurePeakAsync(engine, root, folder);
        WriteRepository(root, isLong: true);
        await ScanAsync(engine, root, folder, noRefresh: false);
        long longer = await MeasurePeakAsync(engine, root, folder);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of resident memory over that before a scan: {shorter / 1024} MB with {Notices} notices, {longer / 1024} MB with {Notices + ForeignNotices}"));
        return 0;
    }

    private static RpmTestPackage Package(string name, string version) => new(name, version) { Architecture = "x86_64" };

    private static void WriteRepository(DnfRoot root, bool isLong)
    {
        string notices = Encoding.UTF8.GetString(UpdateInfoSample.Write(Notices));
        if (isLong)
        {
            string foreign = Encoding.UTF8.GetString(UpdateInfoSample.Write(ForeignNotices))
                .Replace("<id>EXSA", "<id>EXFA", StringComparison.Ordinal)
                .Replace("<package name=\"lib", "<package name=\"foreign", StringComparison.Ordinal);
            notices = string.Concat(notices.AsSpan(0, notices.IndexOf(End, StringComparison.Ordinal)), foreign.AsSpan(foreign.IndexOf(Start, StringComparison.Ordinal) + Start.Length));
        }

        root.AddListedRepository("base", [.. UpdateInfoSample.Names(Names).SelectMany(name => s_versions.Select(version => Package(name, version)))], notices);
    }

    private static async Task ScanAsync(PatchEngine engine, DnfRoot root, TemporaryFolder folder, bool noRefresh)
    {
        PatchOperationResult result = await engine.ScanAsync(new ScanRequest { Root = root.Path, NoRefresh = noRefresh, StatePath = folder.Combine("state") }, CancellationToken.None);
        if (result.MissingCount == 0)
            throw new InvalidOperationException("The scan found nothing that is missing.");
    }

    /// <summary>In KB.</summary>
    private static async Task<long> MeasurePeakAsync(PatchEngine engine, DnfRoot root, TemporaryFolder folder)
    {
        await ScanAsync(engine, root, folder, noRefresh: true);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        long before = ReadStatus("VmHWM:");
        await ScanAsync(engine, root, folder, noRefresh: true);
        return ReadStatus("VmHWM:") - before;
    }

    private static long ReadStatus(string key) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    private static void Unpack(string file)
    {
        using Stream unpacked = Decompression.Open(File.OpenRead(file), file);
        unpacked.CopyTo(Stream.Null);
    }

    private static void ReadNotices(string file)
    {
        AdvisoryIndexBuilder builder = new();
        builder.AddFile(File.OpenRead(file), file, new PackageSelection(UpdateInfoSample.Names(Installed), []), NullEventSink.Instance, CancellationToken.None);
        builder.Build();
    }
}
