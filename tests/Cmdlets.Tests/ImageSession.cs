using System.Management.Automation;
using PatchBaselineAssociation.IntegrationTests.Apt;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>The module in a PowerShell engine, with a private root to install into: <c>both</c> and <c>bad</c> can be upgraded, <c>bad</c> fails, <c>held</c> is on hold.</summary>
internal sealed class ImageSession : IDisposable
{
    private const string CacheFolder = "/var/cache/PatchBaselineAssociation/apt";

    private readonly ModuleSession _session;

    public ImageSession(bool hasBad = false)
    {
        Root = NewRoot(hasBad);
        Host = new AnsweringHost();
        _session = new ModuleSession(Host);
        Baseline = Root.Beside("baseline.json");
        File.WriteAllText(Baseline, """
            {
              "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "DEBIAN",
              "GlobalFilters": { "PatchFilters": [] },
              "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "PRIORITY", "Values": ["*"] } ] }, "ComplianceLevel": "HIGH", "ApproveAfterDays": 0 } ] },
              "ApprovedPatches": [], "RejectedPatches": [], "RejectedPatchesAction": "ALLOW_AS_DEPENDENCY"
            }
            """);
        Run("$baseline, $root, $state = $args", Baseline, Root.Path, StatePath);
    }

    public AptRoot Root { get; }

    public AnsweringHost Host { get; }

    public string Baseline { get; }

    public string StatePath => Root.Beside("state");

    public static AptRoot NewRoot(bool hasBad = false)
    {
        AptRoot root = AptRoot.Runnable();
        List<TestPackage> updates = [new("both", "2"), new("held", "2")];
        root.Install(new TestPackage("both", "1"), new TestPackage("held", "1"), new TestPackage("current", "1"));
        root.Hold("held");
        if (hasBad)
        {
            root.Install(new TestPackage("bad", "1"));
            updates.Add(new TestPackage("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } });
        }

        root.AddRepository("main", "bookworm", [new("both", "1"), new("current", "1"), new("never", "1")]);
        root.AddRepository("security", "bookworm-security", updates, "Debian-Security");
        return root;
    }

    /// <summary>Also the cache that the module keeps of a root for the next time.</summary>
    public static void Remove(AptRoot root)
    {
        if (Directory.Exists(CacheFolder))
        {
            foreach (string configuration in Directory.GetFiles(CacheFolder, "image.conf", SearchOption.AllDirectories).Where(file => Read(file).Contains(root.Path, StringComparison.Ordinal)))
                Directory.Delete(Path.GetDirectoryName(configuration)!, recursive: true);
        }

        root.Dispose();
    }

    /// <summary>Empty where another test removed it meanwhile.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    /// <summary>Writes an override list beside the root and gives its path.</summary>
    public string List(string yaml, string name = "list.yaml")
    {
        File.WriteAllText(Root.Beside(name), yaml);
        return Root.Beside(name);
    }

    /// <summary>A script that knows $baseline, $root and $state.</summary>
    public IReadOnlyList<PSObject> Run(string script, params object[] arguments) => _session.Run(script, arguments);

    public SessionOutput Observe(string script, params object[] arguments) => _session.Observe(script, arguments);

    public IReadOnlyList<string> Lines(string script, params object[] arguments) => _session.Lines(script, arguments);

    public void Dispose()
    {
        _session.Dispose();
        Remove(Root);
    }
}
