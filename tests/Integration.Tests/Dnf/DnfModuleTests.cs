using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Streams of modules, by dnf's own choice among them.</summary>
public sealed class DnfModuleTests : IDisposable
{
    private static readonly RpmTestPackage s_first = Subject("2-1.el9.c1"), s_second = Subject("3-1.el9.c2"), s_plain = Subject("4-1.el9");
    private static readonly TestModule s_firstStream = new("tool", "1", s_first), s_secondStream = new("tool", "2", s_second);

    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public DnfModuleTests()
    {
        DnfTools.RequireMultipleArchitectures();
        _root.InstallMany([Subject("1-1.el9")]);
    }

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>State of the module on the node, whether its first stream is the default, whether the plain version comes from a repository for hot fixes → the version that is missing.</summary>
    [Theory]
    [InlineData("", false, false, "4-1.el9")]
    [InlineData("", true, false, "2-1.el9.c1")]
    [InlineData("state=enabled\nstream=1", false, false, "2-1.el9.c1")]
    [InlineData("state=enabled\nstream=2", false, false, "3-1.el9.c2")]
    [InlineData("state=enabled\nstream=2", true, false, "3-1.el9.c2")]
    [InlineData("state=disabled\nstream=", true, false, "4-1.el9")]
    [InlineData("state=enabled\nstream=1", false, true, "4-1.el9")]
    [InlineData("", true, true, "4-1.el9")]
    public async Task Versions_are_those_of_the_stream_that_dnf_takes(string state, bool isDefault, bool isHotFix, string missing)
    {
        string modules = s_firstStream.Yaml + s_secondStream.Yaml + (isDefault ? s_firstStream.DefaultYaml : "");
        _root.AddListedRepository("streams", [s_first, s_second], modules: modules);
        _root.AddListedRepository("plain", [s_plain], settings: isHotFix ? "module_hotfixes=1\n" : "");
        SetState(state);

        Assert.Equal([$"subject.x86_64:0:{missing}"], _root.Upgradable());
        Assert.Equal([$"subject.x86_64:0:{missing}"], Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))));
    }

    /// <summary>Each stream has a notice of its own; that of the stream in use is the one that is pending.</summary>
    [Theory]
    [InlineData("state=enabled\nstream=1", "RHSA-2026:0001")]
    [InlineData("state=enabled\nstream=2", "RHSA-2026:0002")]
    [InlineData("state=disabled\nstream=", "")]
    public async Task Notices_are_those_of_the_stream_that_is_in_use(string state, string pending)
    {
        string notices = $"<updates>{s_firstStream.Notice("RHSA-2026:0001", s_first)}{s_secondStream.Notice("RHSA-2026:0002", s_second)}</updates>";
        _root.AddListedRepository("streams", [s_first, s_second, s_plain], notices, s_firstStream.Yaml + s_secondStream.Yaml);
        SetState(state);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal(pending, string.Join(' ', _root.Notices("--updates").Select(row => row.Id)));
        Assert.Equal(pending, string.Join(' ', record.AdvisoryIds));
        Assert.Equal(pending.Length > 0, record.State == PatchState.Missing);
    }

    private static RpmTestPackage Subject(string version) => new("subject", version) { Architecture = "x86_64" };

    private void SetState(string state)
    {
        if (state.Length > 0)
            _root.WriteFile("etc/dnf/modules.d/tool.module", $"[tool]\nname=tool\nprofiles=\n{state}\n");
    }

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];
}
