using System.Text;
using PatchBaselineAssociation.IntegrationTests;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.IntegrationTests.Zypper;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>Whole scans of a private root with zypper, in turn with the native listing of the same root. The bound: 1.15 times the listing.</summary>
internal static class ZypperScanProgram
{
    private const string Alias = "base";
    private const int Installed = 1000;
    private const int Names = 15_000;
    private const int Notices = 8000;
    private static readonly string[] s_versions = ["4.0-1.el8", "5.0-1.el8", "6.0-1.el8", "7.0-1.el8"];

    public static async Task<int> RunAsync(TextWriter output)
    {
        using TemporaryFolder folder = new();
        using ZypperRoot root = new();
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder.Combine("cache"));
        root.Plain.InstallMany(UpdateInfoSample.Names(Installed).Select(name => Package(name, s_versions[1])));
        ListedRepository.Write(
            root.RepositoryFolder(Alias),
            [.. UpdateInfoSample.Names(Names).SelectMany(name => s_versions.Select(version => Package(name, version)))],
            Encoding.UTF8.GetString(UpdateInfoSample.Write(Notices)),
            modules: "");
        root.Configure(Alias, $"file://{root.RepositoryFolder(Alias)}");
        PatchEngine engine = PatchEngine.Create(Path.Combine(AppContext.BaseDirectory, "module"), NullEventSink.Instance, () => throw new InvalidOperationException("Nothing is in S3 here."));
        await ScanAsync(engine, root, folder, noRefresh: false);
        root.Zypper("refresh");

        List<double> native = [], first = [], scans = [];
        for (int i = 0; i < Turns.Rounds; i++)
        {
            native.Add(Turns.Measure(() => root.Zypper("--no-refresh", "list-patches", "--all")));
            Turns.ForgetAnswers();
            first.Add(await Turns.MeasureAsync(() => ScanAsync(engine, root, folder, noRefresh: true)));
            scans.Add(await Turns.MeasureAsync(() => ScanAsync(engine, root, folder, noRefresh: true)));
        }

        Turns.Print(output, "scan -NoRefresh, nothing asked before, to zypper list-patches --all", first, native);
        Turns.Print(output, "scan -NoRefresh, nothing changed, to zypper list-patches --all", scans, native);
        return 0;
    }

    private static RpmTestPackage Package(string name, string version) => new(name, version) { Architecture = "x86_64" };

    private static async Task ScanAsync(PatchEngine engine, ZypperRoot root, TemporaryFolder folder, bool noRefresh)
    {
        PatchOperationResult result = await engine.ScanAsync(new ScanRequest { Root = root.Path, NoRefresh = noRefresh, StatePath = folder.Combine("state") }, CancellationToken.None);
        if (result.MissingCount == 0)
            throw new InvalidOperationException("The scan found nothing that is missing.");
    }
}
