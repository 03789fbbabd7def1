using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs by baselines that bring sources of their own.</summary>
public sealed class AptInstallSourcesTests : AptInstallTest
{
    private readonly SigningKey _key = new();

    public AptInstallSourcesTests() => Root.Trust(_key);

    [Fact]
    public async Task What_the_sources_offer_is_put_on_and_nothing_of_the_systems()
    {
        Root.Install(new TestPackage("tested", "1"), new TestPackage("untested", "1"), new TestPackage("needy", "1"));
        Security(new("tested", "3"), new("untested", "2"), new("library", "1"));
        Assert.Equal(0, Root.Apt("apt-get", "update").ExitCode);
        PatchBaseline baseline = Baseline(Source("alternative", _key, new("tested", "2") { ControlFields = "Depends: needed\n" }, new("needed", "1"), new("needy", "2") { ControlFields = "Depends: library\n" }));
        IReadOnlyList<string> before = Snapshot();

        PatchPlan plan = await Install.PlanAsync(Root.Path, baseline);
        PatchOperationResult result = await Install.RunAsync(Root.Path, baseline);

        Assert.Equal(["Install needed.all  1", "Upgrade tested.all 1 2"], Steps(result));
        Assert.Equal(Steps(plan), Steps(result));
        Assert.Equal(("ii 2", "ii 1", "ii 1", "ii 1"), (Root.StatusOf("tested"), Root.StatusOf("untested"), Root.StatusOf("needy"), Root.StatusOf("needed")));
        AssertState(PatchState.Installed, result, "tested.all");
        AssertFailed(result, "needy.all", "library");
        Assert.Single(result.Repositories);
        Assert.Equal(before, Snapshot());
        AssertNothingLeft();
    }

    /// <summary>Whether another source is fine; whether the bad one is signed, by a key that is not trusted.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task From_one_without_a_trusted_signature_nothing_is_put_on(bool hasOther, bool isSigned)
    {
        using SigningKey other = new();
        Root.Install(new TestPackage("tested", "1"), new TestPackage("untrusted", "1"));
        string bad = Source("bad", isSigned ? other : null, new("untrusted", "2"), new("tested", "3"));
        PatchBaseline baseline = hasOther ? Baseline(bad, Source("alternative", _key, new TestPackage("tested", "2"))) : Baseline(bad);

        if (hasOther)
        {
            PatchOperationResult result = await Install.RunAsync(Root.Path, baseline);
            Assert.Equal(["Upgrade tested.all 1 2"], Steps(result));
        }
        else
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path, baseline));
            Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        }

        Assert.Equal((hasOther ? "ii 2" : "ii 1", "ii 1"), (Root.StatusOf("tested"), Root.StatusOf("untrusted")));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_plan_and_a_review_of_a_list_change_nothing()
    {
        Root.Install(new TestPackage("tested", "1"));
        Security(new TestPackage("tested", "3"));
        PatchBaseline baseline = Baseline(Source("alternative", _key, new TestPackage("tested", "2")));
        string list = Install.List("patches:\n  - id: tested\n  - {id: tested, title: '3'}\n");
        IReadOnlyList<string> before = FolderSnapshot.Of(Root.Path);

        PatchPlan plan = await Install.PlanAsync(Root.Path, baseline);
        IReadOnlyList<OverrideListEntryResult> entries = await Install.TestListAsync(Root.Path, list, baseline);

        Assert.Equal(["Upgrade tested.all 1 2"], Steps(plan));
        Assert.Equal([OverrideListEntryStatus.Installs, OverrideListEntryStatus.MatchesNothing], entries.Select(entry => entry.Status));
        Assert.Equal(before, FolderSnapshot.Of(Root.Path));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("Debian11", "deb https://example.invalid b c")]
    [InlineData("Debian12", "deb [allow-insecure=yes] https://example.invalid b c")]
    public async Task One_that_cannot_be_used_is_refused_before_anything_is_done(string product, string configuration)
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
        PatchBaseline baseline = AptScan.Baseline() with { Sources = [new PatchSource("tested", [product], configuration)] };
        IReadOnlyList<string> before = FolderSnapshot.Of(Root.Path);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path, baseline));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
        Assert.Equal(before, FolderSnapshot.Of(Root.Path));
        Assert.False(Directory.Exists(Path.Combine(Install.CachePath, "apt")));
    }

    [Fact]
    public async Task Without_consent_the_sources_are_taken_away_too()
    {
        Root.Install(new TestPackage("tested", "1"));
        using AptInstall declining = new() { IsInstallAllowed = false };
        declining.OnInstallAsked = () => Assert.True(File.Exists(Path.Combine(declining.CachePath, "apt", "sources", "baseline.sources")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => declining.RunAsync(Root.Path, Baseline(Source("alternative", _key, new TestPackage("tested", "2")))));

        Assert.NotNull(declining.AskedAbout);
        Assert.False(Directory.Exists(Path.Combine(declining.CachePath, "apt", "sources")));
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _key.Dispose();
    }

    private IReadOnlyList<string> Snapshot() => FolderSnapshot.Of(Root.Inside("etc"), Root.Inside("var/lib/apt/lists"), Root.Inside("var/cache"));

    private void AssertNothingLeft()
    {
        Assert.False(Directory.Exists(Path.Combine(Install.CachePath, "apt", "sources")));
        Assert.Empty(Directory.GetFiles(Install.CachePath, "*.deb", SearchOption.AllDirectories));
    }

    private string Source(string name, SigningKey? key, params TestPackage[] packages) =>
        $"deb copy:{Root.WriteRepository(name, "bookworm-security", packages, "Debian-Security", key: key)} ./";

    private static PatchBaseline Baseline(params string[] configurations) => AptScan.Baseline() with
    {
        Sources = [.. configurations.Select((configuration, index) => new PatchSource($"source{index}", ["Debian12"], configuration))],
    };
}
