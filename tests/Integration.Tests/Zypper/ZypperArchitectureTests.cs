using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>A package that is installed for two architectures.</summary>
public sealed class ZypperArchitectureTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan = new();

    public ZypperArchitectureTests() => DnfTools.RequireMultipleArchitectures();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>installed for i686 and for x86_64; offered for each, with a notice → what is missing.</summary>
    [Theory]
    [InlineData("1-1", "1-1", "2-1", "2-1", "i686:2-1 x86_64:2-1")]
    [InlineData("1-1", "2-1", "2-1", "2-1", "i686:2-1")]
    [InlineData("2-1", "1-1", "2-1", "2-1", "x86_64:2-1")]
    [InlineData("1-1", "1-1", "2-1", "", "i686:2-1")]
    [InlineData("1-1", "1-1", "", "2-1", "x86_64:2-1")]
    [InlineData("1-1", "1-1", "3-1", "2-1", "i686:3-1 x86_64:2-1")]
    [InlineData("2-1", "2-1", "2-1", "2-1", "")]
    public async Task Each_has_versions_of_its_own(string installed32, string installed64, string offered32, string offered64, string missing)
    {
        Install(installed32, installed64);
        RpmTestPackage[] offered = [.. Library(offered32, offered64)];
        _root.AddRepository("base", offered, [new TestNotice("SUSE-1", offered)]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["library.i686", "library.x86_64"], result.Patches.Select(record => record.Id).Order(StringComparer.Ordinal));
        Assert.Equal(missing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => $"library.{one.Replace(":", ":0:", StringComparison.Ordinal)}"), Missing(result));
    }

    [Theory]
    [InlineData("1-1", "1-1")]
    [InlineData("1-1", "2-1")]
    [InlineData("2-1", "1-1")]
    public async Task A_lock_is_the_reason_for_each_that_is_old(string installed32, string installed64)
    {
        Install(installed32, installed64);
        _root.AddRepository("base", Library("2-1", "2-1"));
        _root.WriteFile("etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: library\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        PatchRecord[] old = [.. result.Patches.Where(record => record.State == PatchState.Missing)];
        Assert.NotEmpty(old);
        Assert.All(old, record => Assert.Contains("zypper's lock 'library' keeps the installed version", record.Reason, StringComparison.Ordinal));
    }

    /// <summary>zypper would take the one away for the other, and say nothing of it.</summary>
    [Theory]
    [InlineData("1-1", "1-1", "library.i686 Failed,library.x86_64 Failed")]
    [InlineData("1-1", "2-1", "library.i686 Failed,library.x86_64 Installed")]
    [InlineData("2-1", "1-1", "library.i686 Installed,library.x86_64 Failed")]
    public async Task An_install_takes_none_away_for_another(string installed32, string installed64, string states)
    {
        DnfTools.RequireMounts();
        _root.InstallFiles([.. Library(installed32, installed64), new("other", "1-1")]);
        _root.AddRepository("base", [.. Library("2-1", "2-1"), new("other", "2-1")]);
        string before = _root.VersionOf("library");

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal($"{states},other.noarch Installed", string.Join(',', result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal)));
        Assert.Equal((before, "0:2-1"), (_root.VersionOf("library"), _root.VersionOf("other")));
        Assert.All(
            result.Patches.Where(record => record.State == PatchState.Failed),
            record => Assert.Contains("zypper keeps a package for one architecture only", record.Reason, StringComparison.Ordinal));
    }

    private void Install(string version32, string version64) => _root.Install([.. Library(version32, version64)]);

    private static IEnumerable<RpmTestPackage> Library(string version32, string version64)
    {
        if (version32.Length > 0)
            yield return new RpmTestPackage("library", version32) { Architecture = "i686" };
        if (version64.Length > 0)
            yield return new RpmTestPackage("library", version64) { Architecture = "x86_64" };
    }

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => $"{record.Id}:{record.AvailableVersion}").Order(StringComparer.Ordinal)];
}
