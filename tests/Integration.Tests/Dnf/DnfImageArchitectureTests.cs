using System.Runtime.InteropServices;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Images for another kind of machine.</summary>
public sealed class DnfImageArchitectureTests : IDisposable
{
    private static readonly string s_foreign = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "x86_64" : "aarch64";

    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task They_are_scanned_for_what_they_are_and_nothing_is_installed_into_them()
    {
        RpmTestPackage fixedVersion = new("subject", "2-1") { Architecture = s_foreign };
        _root.Install(new("rpm", "4-1") { Architecture = s_foreign }, new("subject", "1-1") { Architecture = s_foreign });
        _root.WriteRepository(s_foreign, [fixedVersion], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        _root.Configure("base", $"file://{Path.GetDirectoryName(_root.RepositoryFolder(s_foreign))}/$basearch");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));
        PatchException ofPlan = await Assert.ThrowsAsync<PatchException>(() => _scan.PlanAsync(_root.Path));

        Assert.Equal([$"subject.{s_foreign}:0:2-1"], result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title));
        Assert.All([exception, ofPlan], e => Assert.Equal(ErrorIds.ImageArchitectureForeign, e.ErrorId));
        Assert.Contains(s_foreign, exception.Message, StringComparison.Ordinal);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }
}
