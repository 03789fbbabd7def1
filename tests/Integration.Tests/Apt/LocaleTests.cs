using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>apt translates what it prints. The result must not depend on the caller's language.</summary>
[Collection(nameof(LocaleTests))]
[CollectionDefinition(nameof(LocaleTests), DisableParallelization = true)]
public sealed class LocaleTests
{
    [Theory]
    [InlineData("ja_JP")]
    [InlineData("fr_FR")]
    [InlineData("tr_TR")]
    public async Task A_scan_is_the_same_in_every_language(string language)
    {
        string locale = Languages.Require(language);
        using AptRoot root = new();
        root.Install(new TestPackage("plain", "1"), new TestPackage("held", "1"), new TestPackage("other", "1"));
        root.Hold("held");
        root.AddRepository("security", "bookworm-security", [new("plain", "2"), new("held", "2")], "Debian-Security");
        root.AppendSource("deb http://127.0.0.1:9/nowhere bookworm main");
        root.WriteFile("etc/apt/apt.conf.d/retries", "Acquire::Retries \"0\";\n");

        // Where apt's translations are installed, the language does change what apt prints.
        if (File.Exists($"/usr/share/locale/{language[..2]}/LC_MESSAGES/apt.mo"))
            Assert.DoesNotContain("Installed:", root.Apt("env", $"LC_ALL={locale}", $"LANGUAGE={language[..2]}", "apt-cache", "policy", "plain").Output, StringComparison.Ordinal);

        IReadOnlyList<string> plain = await DescribeAsync(root);
        IReadOnlyList<string> translated = await Languages.InAsync(language, () => DescribeAsync(root));

        Assert.Equal(plain, translated);
        Assert.Equal(2, plain.Count(line => line.Contains("Missing", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(AptRoot root)
    {
        using AptScan scan = new();
        PatchOperationResult result = await scan.RunAsync(root.Path);
        return
        [
            .. result.Patches.Select(record => $"{record.Title} {record.State} {record.ComplianceLevel} {record.Severity} {record.Classification} {record.Reason}"),
            .. result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}"),
        ];
    }
}
