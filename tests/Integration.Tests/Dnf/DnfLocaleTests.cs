using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>dnf translates what it prints. The result must not depend on the caller's language.</summary>
[Collection(nameof(Apt.LocaleTests))]
public sealed class DnfLocaleTests
{
    [Theory]
    [InlineData("ja_JP")]
    [InlineData("fr_FR")]
    [InlineData("tr_TR")]
    public async Task A_scan_is_the_same_in_every_language(string language)
    {
        string locale = Languages.Require(language);
        using DnfRoot root = new();
        root.Install(new("plain", "1-1"), new("excluded", "1-1"));
        root.AddRepository("base", [new("plain", "2-1"), new("excluded", "2-1")]);
        root.Configure("gone", "http://127.0.0.1:9/nowhere");
        root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=excluded\n");

        // Where dnf's translations are installed, the language does change what dnf prints.
        if (File.Exists($"/usr/share/locale/{language[..2]}/LC_MESSAGES/dnf.mo"))
            Assert.DoesNotContain("Unable to detect", Tool.TryRun("env", [$"LC_ALL={locale}", $"LANGUAGE={language[..2]}", "dnf", $"--installroot={root.Path}", "repolist"]).Errors, StringComparison.Ordinal);

        IReadOnlyList<string> plain = await DescribeAsync(root);
        IReadOnlyList<string> translated = await Languages.InAsync(language, () => DescribeAsync(root));

        Assert.Equal(plain, translated);
        Assert.Equal(2, plain.Count(line => line.Contains("Missing", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(DnfRoot root)
    {
        using DnfScan scan = new();
        PatchOperationResult result = await scan.RunAsync(root.Path, DnfScan.Baseline(enableNonSecurity: true));
        return
        [
            .. result.Patches.Select(record => $"{record.Title} {record.State} {record.Reason}"),
            .. result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.Message}"),
        ];
    }
}
