using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class BaselineReaderShapeTests
{
    [Fact]
    public void The_output_of_get_patch_baseline_is_read_whole()
    {
        PatchBaseline baseline = Assert.Single(ReadFixture("get-patch-baseline.json"));

        Assert.Equal("pb-0123456789abcdef0", baseline.BaselineId);
        Assert.Equal("Web-Servers", baseline.Name);
        Assert.Equal("What the web servers must have", baseline.Description);
        Assert.Equal(PatchOperatingSystem.Windows, baseline.OperatingSystem);
        Assert.Equal("Product=WindowsServer2019|WindowsServer2022", Show(baseline.GlobalFilters));
        ApprovalRule rule = Assert.Single(baseline.ApprovalRules);
        Assert.Equal("PatchSet=OS, Classification=securityupdates, MsrcSeverity=Critical|*", Show(rule.Filters));
        Assert.Equal(ComplianceLevel.High, rule.ComplianceLevel);
        Assert.Equal(360, rule.ApproveAfterDays);
        Assert.Null(rule.ApproveUntilDate);
        Assert.Equal(["KB2032276", "MS10-048"], baseline.ApprovedPatches);
        Assert.Equal(ComplianceLevel.Medium, baseline.ApprovedPatchesComplianceLevel);
        Assert.Equal(["KB2124261"], baseline.RejectedPatches);
        Assert.Equal(RejectedPatchesAction.Block, baseline.RejectedPatchesAction);
        Assert.False(baseline.AvailableSecurityUpdatesCompliant);
        Assert.Equal(["web", "front"], baseline.PatchGroups);
        PatchSource source = Assert.Single(baseline.Sources);
        Assert.Equal("own-repo", source.Name);
        Assert.Equal(["*"], source.Products);
        Assert.Equal("[own]\nenabled=1", source.Configuration);
        Assert.Equal(new DateTimeOffset(2021, 1, 6, 17, 34, 56, 789, TimeSpan.Zero), baseline.CreatedDate);
        Assert.Equal(new DateTimeOffset(2021, 1, 6, 17, 34, 56, 500, TimeSpan.Zero), baseline.ModifiedDate);
        Assert.Equal(TimeSpan.Zero, baseline.CreatedDate!.Value.Offset);
        Assert.Null(baseline.Origin);
    }

    [Fact]
    public void The_deployable_snapshot_is_read_whole()
    {
        PatchBaseline baseline = Assert.Single(ReadFixture("ubuntu-snapshot.json"));

        Assert.Equal("pb-0c7e89f711c3095f4", baseline.BaselineId);
        Assert.Equal("AWS-UbuntuDefaultPatchBaseline", baseline.Name);
        Assert.Equal("Default Patch Baseline for Ubuntu Provided by AWS.", baseline.Description);
        Assert.Equal(PatchOperatingSystem.Ubuntu, baseline.OperatingSystem);
        Assert.Equal("Product=*", Show(baseline.GlobalFilters));
        ApprovalRule rule = Assert.Single(baseline.ApprovalRules);
        Assert.Equal("Priority=Required|Important|Standard|Optional|Extra", Show(rule.Filters));
        Assert.Equal(7, rule.ApproveAfterDays);
        Assert.Null(rule.ApproveUntilDate);
        Assert.Equal(new DateTimeOffset(2018, 5, 1, 17, 13, 20, 68, TimeSpan.Zero), baseline.CreatedDate);
        Assert.Equal(baseline.CreatedDate, baseline.ModifiedDate);
        Assert.Equal(BaselineOriginKind.Default, baseline.Origin!.Kind);
        Assert.Null(baseline.Origin.PatchGroup);
    }

    [Fact]
    public void A_snapshot_names_its_patch_group_and_itself()
    {
        PatchBaseline baseline = Assert.Single(Read(
            "{'snapshotId':'8dbc3c6c-1111-2222-3333-444455556666','patchGroup':'web','patchBaseline':{'operatingSystem':'UBUNTU','rejectedPatchesAction':'BLOCK','createdDate':1}}"));

        Assert.Equal(BaselineOriginKind.PatchGroup, baseline.Origin!.Kind);
        Assert.Equal("web", baseline.Origin.PatchGroup);
        Assert.Equal("8dbc3c6c-1111-2222-3333-444455556666", baseline.Origin.SnapshotId);
        Assert.Equal(RejectedPatchesAction.Block, baseline.RejectedPatchesAction);
        Assert.Equal(new DateTimeOffset(1970, 1, 1, 0, 0, 1, TimeSpan.Zero), baseline.CreatedDate);
    }

    [Fact]
    public void An_override_array_is_read_whole_and_in_order()
    {
        IReadOnlyList<PatchBaseline> baselines = ReadFixture("override.json");

        Assert.Equal([PatchOperatingSystem.AmazonLinux2, PatchOperatingSystem.CentOS], baselines.Select(b => b.OperatingSystem));
        ApprovalRule first = Assert.Single(baselines[0].ApprovalRules);
        Assert.Equal(0, first.ApproveAfterDays);
        Assert.Equal(ComplianceLevel.Critical, first.ComplianceLevel);
        Assert.False(first.EnableNonSecurity);
        Assert.Equal("Product=*, Classification=*, Severity=*", Show(first.Filters));
        Assert.Equal(["open-ssl*"], baselines[0].ApprovedPatches);
        Assert.True(baselines[0].ApprovedPatchesEnableNonSecurity);
        Assert.Equal(["python*"], baselines[0].RejectedPatches);
        Assert.Equal(RejectedPatchesAction.Block, baselines[0].RejectedPatchesAction);

        ApprovalRule second = Assert.Single(baselines[1].ApprovalRules);
        Assert.Null(second.ApproveAfterDays);
        Assert.Equal(new DateTime(2021, 1, 6, 0, 0, 0, DateTimeKind.Utc), second.ApproveUntilDate);
        Assert.Equal(DateTimeKind.Utc, second.ApproveUntilDate!.Value.Kind);
        Assert.True(second.EnableNonSecurity);
        Assert.Equal(RejectedPatchesAction.AllowAsDependency, baselines[1].RejectedPatchesAction);
        Assert.Equal(["python*"], baselines[1].RejectedPatches);
    }

    [Fact]
    public void What_is_absent_or_null_has_its_default()
    {
        PatchBaseline absent = Assert.Single(Read("{'OperatingSystem':'DEBIAN'}"));
        PatchBaseline isNull = Assert.Single(Read(
            "{'OperatingSystem':'DEBIAN','BaselineId':null,'GlobalFilters':null,'ApprovalRules':null,'ApprovedPatches':null,'RejectedPatchesAction':null,'ApprovedPatchesEnableNonSecurity':null,'Sources':null,'CreatedDate':null}"));

        foreach (PatchBaseline baseline in new[] { absent, isNull })
        {
            Assert.Equal("", baseline.BaselineId);
            Assert.Empty(baseline.GlobalFilters);
            Assert.Empty(baseline.ApprovalRules);
            Assert.Empty(baseline.ApprovedPatches);
            Assert.Equal(RejectedPatchesAction.AllowAsDependency, baseline.RejectedPatchesAction);
            Assert.Equal(ComplianceLevel.Unspecified, baseline.ApprovedPatchesComplianceLevel);
            Assert.False(baseline.ApprovedPatchesEnableNonSecurity);
            Assert.Null(baseline.AvailableSecurityUpdatesCompliant);
            Assert.Empty(baseline.Sources);
            Assert.Null(baseline.CreatedDate);
        }
    }

    [Fact]
    public void Available_security_updates_count_on_Windows_only()
    {
        Assert.True(Assert.Single(Read("{'OperatingSystem':'WINDOWS','AvailableSecurityUpdatesComplianceStatus':'COMPLIANT'}")).AvailableSecurityUpdatesCompliant);
        Assert.Null(Assert.Single(Read("{'OperatingSystem':'DEBIAN','AvailableSecurityUpdatesComplianceStatus':'COMPLIANT'}")).AvailableSecurityUpdatesCompliant);
    }

    [Theory]
    [InlineData("'2021-01-06'", 0)]
    [InlineData("'2021-01-06T00:00:01Z'", 1)]
    [InlineData("'2021-01-06T00:00:01'", 1)]
    [InlineData("'2021-01-06 01:00:01+01:00'", 1)]
    [InlineData("1609891201", 1)]
    [InlineData("1.609891201e9", 1)]
    public void Dates_are_text_or_seconds(string json, int secondsIntoTheDay)
    {
        PatchBaseline baseline = Assert.Single(Read($"{{'OperatingSystem':'DEBIAN','CreatedDate':{json}}}"));

        Assert.Equal(new DateTimeOffset(2021, 1, 6, 0, 0, secondsIntoTheDay, TimeSpan.Zero), baseline.CreatedDate);
    }

    [Fact]
    public void Byte_order_marks_are_tolerated()
    {
        const string Json = """{"OperatingSystem":"DEBIAN","Name":"né"}""";
        Encoding[] encodings = [new UTF8Encoding(true), new UnicodeEncoding(bigEndian: false, byteOrderMark: true), new UnicodeEncoding(bigEndian: true, byteOrderMark: true)];

        Assert.All(encodings, encoding =>
            Assert.Equal("né", Assert.Single(BaselineReader.Read((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(Json)], "test")).Name));
    }

    [Fact]
    public void Limits_are_inclusive()
    {
        string values = string.Join(",", Enumerable.Repeat($"'{new string('v', 64)}'", 20));
        string filter = $"{{'Key':'PRODUCT','Values':[{values}]}}";
        string filters = string.Join(",", Enumerable.Repeat(filter, 4));
        string rules = string.Join(",", Enumerable.Repeat($"{{'PatchFilterGroup':{{'PatchFilters':[{filters}]}},'ApproveAfterDays':360}}", 10));
        string entries = string.Join(",", Enumerable.Repeat($"'{new string('e', 100)}'", 50));
        string products = string.Join(",", Enumerable.Repeat($"'{new string('p', 128)}'", 20));
        string source = $"{{'Name':'{new string('n', 50)}','Products':[{products}],'Configuration':'{new string('c', 1024)}'}}";
        string sources = string.Join(",", Enumerable.Repeat(source, 20));

        PatchBaseline baseline = Assert.Single(Read(
            $"{{'OperatingSystem':'CENTOS','GlobalFilters':{{'PatchFilters':[{filters}]}},'ApprovalRules':{{'PatchRules':[{rules}]}},'ApprovedPatches':[{entries}],'RejectedPatches':[{entries}],'Sources':[{sources}]}}"));

        Assert.Equal(10, baseline.ApprovalRules.Count);
        Assert.Equal(4, baseline.ApprovalRules[9].Filters.Count);
        Assert.Equal(20, baseline.GlobalFilters[3].Values.Count);
        Assert.Equal(50, baseline.ApprovedPatches.Count);
        Assert.Equal(50, baseline.RejectedPatches.Count);
        Assert.Equal(20, baseline.Sources.Count);
    }

    [Theory]
    [InlineData("AMAZON_LINUX_2", "example-*-2018*.amzn1.*")]
    [InlineData("DEBIAN", "lib*ssl?")]
    [InlineData("MACOS", "macOS Sonoma 14.1")]
    [InlineData("WINDOWS", "KB2032276")]
    public void List_entries_beyond_the_documented_forms_are_kept(string operatingSystem, string entry)
    {
        PatchBaseline baseline = Assert.Single(Read($"{{'OperatingSystem':'{operatingSystem}','ApprovedPatches':['{entry}'],'RejectedPatches':['{entry}']}}"));

        Assert.Equal([entry], baseline.ApprovedPatches);
        Assert.Equal([entry], baseline.RejectedPatches);
    }

    private static string Show(IEnumerable<PatchFilter> filters) => string.Join(", ", filters.Select(filter => $"{filter.Key}={string.Join("|", filter.Values)}"));

    private static IReadOnlyList<PatchBaseline> ReadFixture(string name) =>
        BaselineReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "Baselines", name)), name);

    private static IReadOnlyList<PatchBaseline> Read(string json) => BaselineReader.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "test");
}
