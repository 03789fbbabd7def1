using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>The machine that the tests run on, compared with what apt itself says of the same package lists. Read only.</summary>
public sealed class HostScanTests : IAsyncLifetime
{
    private readonly AptScan _scan = new();
    private PatchOperationResult? _securityOnly;
    private PatchOperationResult? _everything;

    public async ValueTask InitializeAsync()
    {
        AptTools.Require();
        _securityOnly = await _scan.RunAsync("/");
        _everything = await _scan.RunAsync("/", AptScan.Baseline(enableNonSecurity: true), noRefresh: true);
    }

    public ValueTask DisposeAsync()
    {
        _scan.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Missing_is_exactly_what_the_security_archives_have_newer()
    {
        string sources = Path.Combine(_scan.CachePath, "security-only.list");
        File.WriteAllLines(sources, SecuritySources());

        string[] upgradable = [.. AptList.Parse(Tool.Run("apt", [.. OwnLists, "-o", $"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=/dev/null", "list", "--upgradable"], null))];

        Assert.Equal(upgradable, Missing(_securityOnly!));
    }

    [Fact]
    public void With_non_security_updates_missing_is_exactly_what_apt_lists()
    {
        string[] upgradable = [.. AptList.Parse(Tool.Run("apt", [.. OwnLists, "list", "--upgradable"], null))];

        Assert.Equal(upgradable, Missing(_everything!));
    }

    [Fact]
    public void Every_installed_package_has_a_record_with_a_reason()
    {
        string[] installed = [.. Tool.Run("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}.${Architecture}\n")
            .Split('\n').Where(line => line.StartsWith("installed ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal)];

        Assert.Equal(installed, _securityOnly!.Patches.Select(record => record.Id).Order(StringComparer.Ordinal));
        Assert.All(_securityOnly.Patches, record => Assert.NotEqual("", record.Reason));
        Assert.All(_securityOnly.Patches, record => Assert.NotNull(record.InstalledTime));
    }

    private string[] OwnLists =>
        ["-o", $"Dir::State::lists={Directory.GetDirectories(_scan.CachePath, "lists", SearchOption.AllDirectories).Single()}/", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="];

    private string[] SecuritySources()
    {
        const string Format = "$(SITE)\t$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)\t$(SUITE)\t$(CODENAME)";
        return
        [
            .. Tool.Run("apt-get", [.. OwnLists, "indextargets", "--format", Format, "Created-By: Packages"], null)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Where(fields => fields[4].EndsWith("-security", StringComparison.Ordinal) || fields[5].EndsWith("-security", StringComparison.Ordinal))
                .Select(fields => $"deb [trusted=yes] {fields[1]} {fields[2]} {fields[3]}")
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];
}
