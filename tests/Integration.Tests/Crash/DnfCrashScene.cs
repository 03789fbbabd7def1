using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>A node with dnf.</summary>
internal sealed class DnfCrashScene : CrashScene
{
    /// <summary>In Lua: there is no shell in the root. It passes where there is no gate.</summary>
    private const string Gate = """
        %post -p <lua>
        if posix.access("/tmp/gate.pipe") then
          io.open("/tmp/gate.reached", "w"):close()
          local pipe = io.open("/tmp/gate.pipe", "r")
          pipe:read("*l")
          pipe:close()
        end

        """;

    private readonly DnfRoot _source = new();

    public override string Earlier => "earlier.noarch InstalledPendingReboot 0:2-1  NonCompliant";

    public override bool IsInstalled()
    {
        string[] versions = [.. new[] { "auto", "manual", "needing", "needed" }.Select(VersionsOf)];
        if (versions is ["1", "1", "1", ""])
            return false;
        Assert.Equal(["2", "2", "2", "1"], versions);
        return true;
    }

    /// <summary>Of several that are there beside each other, all.</summary>
    public string VersionsOf(string name)
    {
        (int exitCode, string output, _) = Tool.TryRun("rpm", ["--dbpath", $"{Node.Root}/var/lib/rpm", "--query", "--queryformat", "%{VERSION} ", name], _source.Environment);
        return exitCode == 0 ? string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)) : "";
    }

    public override IReadOnlyList<string> Automatic() =>
    [
        .. Tool.Run(
            "dnf",
            [$"--installroot={Node.Root}", $"--setopt=cachedir=/tmp", "--disablerepo=*", "--quiet", "--cacheonly", "repoquery", "--installed", "--queryformat", "%{name} %{reason}"],
            _source.Environment)
            .Split('\n')
            .Where(line => line.EndsWith(" dependency", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0])
            .Order(StringComparer.Ordinal),
    ];

    protected override string MakeRoot()
    {
        DnfTools.RequireMounts();
        _source.InstallFiles(new("earlier", "1-1"), new("auto", "1-1"), Manual("1-1"), new("needing", "1-1"));
        _source.AddRepository("base", [new("earlier", "2-1")]);
        _source.Dnf("mark", "remove", "auto");
        return _source.Path;
    }

    protected override void Publish() => _source.WriteRepository(
        "base",
        [new("earlier", "2-1"), new("auto", "2-1"), Manual("2-1") with { SpecSections = Gate }, new("needing", "2-1") { SpecFields = "Requires: needed" }, new("needed", "1-1")]);

    protected override IEnumerable<string> SystemLeftovers() => [];

    protected override void DisposeRoot() => _source.Dispose();

    /// <summary>With a file that both versions have: it has to be there afterwards.</summary>
    private static RpmTestPackage Manual(string version) => new("manual", version) { ConfigurationText = "same" };
}
