using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>zypper translates what it prints, even in its XML. The result must not depend on the caller's language.</summary>
[Collection(nameof(Apt.LocaleTests))]
public sealed class ZypperLocaleTests
{
    [Theory]
    [InlineData("ja_JP")]
    [InlineData("fr_FR")]
    [InlineData("tr_TR")]
    public async Task A_scan_is_the_same_in_every_language(string language)
    {
        Languages.Require(language);
        using ZypperRoot root = new();
        root.Install(new("plain", "1-1"), new("held", "1-1"), new("loyal", "1-1") { SpecFields = "Vendor: SUSE" });
        root.AddRepository("base", [new("plain", "2-1"), new("held", "2-1"), new("loyal", "2-1") { SpecFields = "Vendor: Packman" }]);
        root.Configure("gone", "http://127.0.0.1:9/nowhere");
        root.WriteFile("etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: held\n");

        IReadOnlyList<string> plain = await DescribeAsync(root);
        IReadOnlyList<string> translated = await Languages.InAsync(language, () => DescribeAsync(root));

        Assert.Equal(plain, translated);
        Assert.Equal(2, plain.Count(line => line.Contains("Missing", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(ZypperRoot root)
    {
        using ZypperScan scan = new();
        PatchOperationResult result = await scan.RunAsync(root.Path, ZypperScan.Baseline(enableNonSecurity: true));
        return
        [
            .. result.Patches.Select(record => $"{record.Title} {record.State} {record.Reason}"),
            .. result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.Message}"),
        ];
    }
}
