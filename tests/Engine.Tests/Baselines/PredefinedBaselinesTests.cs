using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class PredefinedBaselinesTests
{
    private const string Rpm = "7 Classification=Security & Severity=Critical|Important; 7 Classification=Bugfix";
    private const string DebianFamily = "0 Priority=Required|Important|Standard|Optional|Extra";
    private const string WindowsOS = "7 PatchSet=OS & Classification=CriticalUpdates|SecurityUpdates & MsrcSeverity=Critical|Important";

    /// <summary>Name, id, system, and the rules: delay, filters, and + for what is no security update.</summary>
    public static TheoryData<string, string, PatchOperatingSystem, string> Contents => new()
    {
        { "AWS-AlmaLinuxDefaultPatchBaseline", "pb-0cb0c4966f86b059b", PatchOperatingSystem.AlmaLinux, Rpm },
        { "AWS-AmazonLinuxDefaultPatchBaseline", "pb-0c10e657807c7a700", PatchOperatingSystem.AmazonLinux, Rpm },
        { "AWS-AmazonLinux2DefaultPatchBaseline", "pb-0be8c61cde3be63f3", PatchOperatingSystem.AmazonLinux2, Rpm },
        { "AWS-AmazonLinux2022DefaultPatchBaseline", "pb-0028ca011460d5eaf", PatchOperatingSystem.AmazonLinux2022, Rpm },
        { "AWS-AmazonLinux2023DefaultPatchBaseline", "pb-05c9c9bf778d4c4d0", PatchOperatingSystem.AmazonLinux2023, Rpm },
        { "AWS-CentOSDefaultPatchBaseline", "pb-03e3f588eec25344c", PatchOperatingSystem.CentOS, "7+ Product=*" },
        { "AWS-DebianDefaultPatchBaseline", "pb-09a5f8eb62bde80b1", PatchOperatingSystem.Debian, DebianFamily },
        { "AWS-MacOSDefaultPatchBaseline", "pb-0ee4f94581368c0d4", PatchOperatingSystem.MacOS, "0 Classification=Security; 0 Classification=*" },
        { "AWS-OracleLinuxDefaultPatchBaseline", "pb-06bff38e95fe85c02", PatchOperatingSystem.OracleLinux, "7 Classification=Security & Severity=Important|Moderate; 7 Classification=Bugfix" },
        { "AWS-DefaultRaspbianPatchBaseline", "pb-0ec16280999c5c75e", PatchOperatingSystem.Raspbian, DebianFamily },
        { "AWS-RedHatDefaultPatchBaseline", "pb-0cbb3a633de00f07c", PatchOperatingSystem.RedHatEnterpriseLinux, Rpm },
        { "AWS-RockyLinuxDefaultPatchBaseline", "pb-03ec98bc512aa3ac0", PatchOperatingSystem.RockyLinux, Rpm },
        { "AWS-SuseDefaultPatchBaseline", "pb-07d8884178197b66b", PatchOperatingSystem.Suse, "7 Classification=Security & Severity=Critical|Important" },
        { "AWS-UbuntuDefaultPatchBaseline", "pb-0c7e89f711c3095f4", PatchOperatingSystem.Ubuntu, DebianFamily },
        { "AWS-DefaultPatchBaseline", "pb-09ca3fb51f0412ec3", PatchOperatingSystem.Windows, WindowsOS },
        { "AWS-WindowsPredefinedPatchBaseline-OS", "AWS-WindowsPredefinedPatchBaseline-OS", PatchOperatingSystem.Windows, WindowsOS },
        { "AWS-WindowsPredefinedPatchBaseline-OS-Applications", "AWS-WindowsPredefinedPatchBaseline-OS-Applications", PatchOperatingSystem.Windows, WindowsOS + "; 7 PatchSet=APPLICATION" },
    };

    public static TheoryData<PatchOperatingSystem> AllSystems => [.. OperatingSystems.All];

    [Theory]
    [MemberData(nameof(Contents))]
    public void Each_data_file_holds_what_Systems_Manager_predefines(string name, string id, PatchOperatingSystem operatingSystem, string rules)
    {
        PatchBaseline baseline = New(out ReadOnlyFileSystem files).Find(name)!;

        Assert.Equal([$"/module/baselines/{name}.json"], files.Reads);
        Assert.Equal(name, baseline.Name);
        Assert.Equal(id, baseline.BaselineId);
        Assert.Equal(operatingSystem, baseline.OperatingSystem);
        Assert.Equal("Product=*", Show(baseline.GlobalFilters));
        Assert.Equal(rules, string.Join("; ", baseline.ApprovalRules.Select(Show)));
        Assert.All(baseline.ApprovalRules, rule => Assert.Equal(ComplianceLevel.Unspecified, rule.ComplianceLevel));
        Assert.Empty(baseline.ApprovedPatches);
        Assert.Empty(baseline.RejectedPatches);
        Assert.Equal(RejectedPatchesAction.AllowAsDependency, baseline.RejectedPatchesAction);
        Assert.Empty(baseline.Sources);
        Assert.NotEmpty(baseline.Description);
        Assert.Equal(BaselineOriginKind.Predefined, baseline.Origin!.Kind);
        Assert.Equal(id, baseline.Origin.Location);
        Assert.NotEmpty(baseline.Origin.Reason);
    }

    [Fact]
    public void The_folder_holds_exactly_what_the_code_names()
    {
        PredefinedBaselines predefined = New(out ReadOnlyFileSystem files);

        Assert.Equal(
            files.Paths.Order(StringComparer.Ordinal),
            predefined.All.Select(baseline => $"/module/baselines/{baseline.Name}.json").Order(StringComparer.Ordinal));
        Assert.Equal(Contents.Select(row => row.Data.Item1).Order(StringComparer.Ordinal), predefined.All.Select(baseline => baseline.Name).Order(StringComparer.Ordinal));
        Assert.Equal(17, predefined.All.Select(baseline => baseline.BaselineId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Each_system_has_one_default() =>
        Assert.Equal(OperatingSystems.All.Order(), PredefinedBaselines.Index.Where(entry => entry.IsDefault).Select(entry => entry.OperatingSystem).Order());

    [Theory]
    [MemberData(nameof(AllSystems))]
    public void Each_system_has_its_own_and_one_file_is_read_once(PatchOperatingSystem operatingSystem)
    {
        PredefinedBaselines predefined = New(out ReadOnlyFileSystem files);

        PatchBaseline baseline = predefined.For(operatingSystem);

        Assert.Same(baseline, predefined.For(operatingSystem));
        Assert.Equal(operatingSystem, baseline.OperatingSystem);
        Assert.StartsWith("pb-", baseline.BaselineId, StringComparison.Ordinal);
        Assert.Single(files.Reads);
    }

    [Theory]
    [InlineData("pb-09a5f8eb62bde80b1")]
    [InlineData(" pb-09a5f8eb62bde80b1 ")]
    [InlineData("AWS-DebianDefaultPatchBaseline")]
    [InlineData("aws-DEBIANdefaultpatchbaseline")]
    [InlineData("arn:aws:ssm:us-east-1:075727635805:patchbaseline/pb-09a5f8eb62bde80b1")]
    [InlineData("arn:aws-us-gov:ssm:us-gov-west-1:123456789012:patchbaseline/pb-09a5f8eb62bde80b1")]
    public void Id_name_and_resource_name_find_it(string idOrName) =>
        Assert.Equal("AWS-DebianDefaultPatchBaseline", New(out _).Find(idOrName)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("pb-00000000000000000")]
    [InlineData("pb-09a5f8eb62bde80b")]
    [InlineData("PB-09A5F8EB62BDE80B1")]
    [InlineData("x/pb-09a5f8eb62bde80b1")]
    [InlineData("arn:aws:ssm:us-east-1:075727635805:patchbaseline/pb-09a5f8eb62bde80b1/")]
    [InlineData("../baselines/AWS-DebianDefaultPatchBaseline")]
    public void What_it_does_not_know_is_not_found_and_nothing_is_read(string idOrName)
    {
        Assert.Null(New(out ReadOnlyFileSystem files).Find(idOrName));
        Assert.Empty(files.Reads);
    }

    [Fact]
    public void A_file_that_is_gone_or_damaged_asks_for_a_new_installation()
    {
        const string Path = "/module/baselines/AWS-DebianDefaultPatchBaseline.json";
        PredefinedBaselines predefined = New(out ReadOnlyFileSystem files);

        files.Remove(Path);
        var gone = Assert.Throws<PatchException>(() => predefined.For(PatchOperatingSystem.Debian));
        files.Add(Path, "{");
        var damaged = Assert.Throws<PatchException>(() => predefined.For(PatchOperatingSystem.Debian));

        Assert.Equal(ErrorIds.BaselineNotFound, gone.ErrorId);
        Assert.Equal(ErrorIds.BaselineNotJson, damaged.ErrorId);
        Assert.All([gone, damaged], error =>
        {
            Assert.Equal("Install the module again.", error.RecommendedAction);
            Assert.Contains("AWS-DebianDefaultPatchBaseline", error.Message, StringComparison.Ordinal);
        });
    }

    private static PredefinedBaselines New(out ReadOnlyFileSystem files)
    {
        files = ReadOnlyFileSystem.WithPredefined();
        return new PredefinedBaselines(files, "/module/baselines");
    }

    private static string Show(ApprovalRule rule) => $"{rule.ApproveAfterDays}{(rule.EnableNonSecurity ? "+" : "")} {Show(rule.Filters)}";

    private static string Show(IEnumerable<PatchFilter> filters) =>
        string.Join(" & ", filters.Select(filter => $"{filter.Key}={string.Join("|", filter.Values)}"));
}
