using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>apt and dpkg translate what they print. What an install does and says must not depend on the caller's language.</summary>
[Collection(nameof(LocaleTests))]
public sealed class AptInstallLocaleTests
{
    [Theory]
    [InlineData("ja_JP")]
    [InlineData("fr_FR")]
    [InlineData("tr_TR")]
    public async Task An_install_is_the_same_in_every_language(string language)
    {
        IReadOnlyList<string> plain = await DescribeAsync();
        IReadOnlyList<string> translated = await Languages.InAsync(language, DescribeAsync);

        Assert.Equal(plain, translated);
        Assert.Equal(4, plain.Count(line => line.Contains(" Failed ", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync()
    {
        using AptRoot root = AptRoot.Runnable();
        using AptInstall install = new();
        string[] names = ["good", "bad", "gone", "held", "impossible", "needs-held", "INFINITE"];
        root.Install([.. names.Select(name => new TestPackage(name.ToLowerInvariant(), "1") { HasConfigurationFile = true })]);
        root.Hold("held");
        root.WriteFile("etc/good.conf", "edited\n");
        TestPackage gone = new("gone", "2");
        root.AddRepository(
            "security",
            "bookworm-security",
            [
                new("good", "2") { HasConfigurationFile = true, ConfigurationText = "new\n" },
                new("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } },
                gone,
                new("held", "2"),
                new("impossible", "2") { ControlFields = "Depends: not-there\n" },
                new("needs-held", "2") { ControlFields = "Depends: held (= 2)\n" },
                new("infinite", "2"),
            ],
            "Debian-Security");
        root.RemoveFromPool("security", gone);

        PatchOperationResult result = await install.RunAsync(root.Path);

        return
        [
            .. result.Patches.Select(record => $"{record.Title} {record.State} {record.Severity} {record.Reason}".Replace(root.Path[..^"root".Length], "", StringComparison.Ordinal)),
            .. result.Changes.Select(change => change.ToString()),
            .. result.KeptConfigurationFiles,
            result.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];
    }
}
