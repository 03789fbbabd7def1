using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Runs with repositories that a baseline brings along.</summary>
public sealed class ZypperSourcesTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan = new();

    public ZypperSourcesTests()
    {
        DnfTools.RequireMounts();
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "3-1")]);
    }

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task They_take_the_place_of_the_systems_own()
    {
        using SigningKey key = new();
        SignedRepository("tested", key);
        PatchBaseline baseline = Baseline($"[tested]\nbaseurl=file://{_root.RepositoryFolder("tested")}\n");

        PatchOperationResult scanned = await _scan.RunAsync(_root.Path, baseline);
        PatchOperationResult installed = await _scan.InstallAsync(_root.Path, baseline);
        PatchOperationResult without = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal("Missing 0:2-1", Assert.Single(scanned.Patches.Select(record => $"{record.State} {record.AvailableVersion}")));
        Assert.Equal("tested", Assert.Single(scanned.Repositories).Name);
        Assert.Equal("Installed", Assert.Single(installed.Patches).State.ToString());
        Assert.Equal("0:2-1", _root.VersionOf("subject"));
        Assert.Equal("0:3-1", Assert.Single(without.Patches).AvailableVersion);
        Assert.Empty(Directory.EnumerateFiles(_scan.CachePath, "baseline.repo", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task One_that_nobody_signed_is_not_used()
    {
        _root.WriteRepository("tested", [new RpmTestPackage("subject", "2-1")]);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, Baseline($"[tested]\nbaseurl=file://{_root.RepositoryFolder("tested")}\n")));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Contains("Signature verification failed", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_scan.CachePath, "baseline.repo", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task One_that_is_not_valid_is_refused_before_anything_is_changed()
    {
        IReadOnlyList<string> before = FolderSnapshot.Of(_root.Path);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path, Baseline("[tested]\nbaseurl=https://user:hidden-word@example.invalid/\ngpgcheck=0\n")));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, e.ErrorId);
        Assert.DoesNotContain("hidden-word", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderSnapshot.Of(_root.Path));
    }

    private static PatchBaseline Baseline(string configuration) =>
        ZypperScan.Baseline(enableNonSecurity: true) with { Sources = [new PatchSource("source", ["*"], configuration)] };

    private void SignedRepository(string alias, SigningKey key)
    {
        _root.WriteRepository(alias, [new RpmTestPackage("subject", "2-1")]);
        string metadata = Path.Combine(_root.RepositoryFolder(alias), "repodata", "repomd.xml");
        key.SignDetached(metadata, metadata + ".asc");
        _root.ImportKey(key.Armored());
    }
}
