using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class BaselineReaderErrorTests
{
    private const string Group = "'PatchFilterGroup':{'PatchFilters':[]}";
    private const string R = "$.ApprovalRules.PatchRules";

    /// <summary>JSON (with ' for "), the path the error must name, and what it must say.</summary>
    public static TheoryData<string, string, string> InvalidBaselines => new()
    {
        // the whole
        { "7", "$", "legal are" },
        { "null", "$", "legal are" },
        { "'text'", "$", "legal are" },
        { "[7]", "$[0]", "legal is an object" },
        { "[{'OperatingSystem':'DEBIAN'},null]", "$[1]", "legal is an object" },
        { "{'patchBaseline':[]}", "$.patchBaseline", "legal is an object" },
        { "{'patchBaseline':{}}", "$.patchBaseline.operatingSystem", "UBUNTU" },
        { "{'patchBaseline':{'OperatingSystem':'UBUNTU'}}", "$.patchBaseline.OperatingSystem", "legal is 'operatingSystem'" },
        { "{'OperatingSystem':'DEBIAN','approvalrules':{'PatchRules':[]}}", "$.approvalrules", "legal is 'ApprovalRules'" },
        { "{'OperatingSystem':'DEBIAN','Name':'one\\nline'}", "$.Name", "control character" },
        { "{'OperatingSystem':'DEBIAN','BaselineId':'pb-\\u001b'}", "$.BaselineId", "control character" },
        { "{'patchBaseline':{'operatingSystem':'UBUNTU'},'patchGroup':7}", "$.patchGroup", "legal is text" },

        // the operating system
        { "{}", "$.OperatingSystem", "is missing" },
        { "{'OperatingSystem':null}", "$.OperatingSystem", "is missing" },
        { "{'OperatingSystem':7}", "$.OperatingSystem", "legal is text" },
        { "{'OperatingSystem':'BEOS'}", "$.OperatingSystem", "'BEOS' does not exist; legal are WINDOWS, AMAZON_LINUX" },
        { "{'OperatingSystem':'debian'}", "$.OperatingSystem", "DEBIAN" },
        { "[{'OperatingSystem':'DEBIAN'},{'Name':'x'}]", "$[1].OperatingSystem", "ALMA_LINUX" },

        // texts and dates
        { Debian("'BaselineId':{}"), "$.BaselineId", "is an object; legal is text" },
        { Debian("'Name':[]"), "$.Name", "is an array; legal is text" },
        { Debian("'Description':true"), "$.Description", "is true or false; legal is text" },
        { Debian("'Name':'\\ud800'"), "$.Name", "surrogate" },
        { Debian("'PatchGroups':'web'"), "$.PatchGroups", "legal is an array" },
        { Debian("'PatchGroups':['web',7]"), "$.PatchGroups[1]", "legal is text" },
        { Debian("'CreatedDate':'yesterday'"), "$.CreatedDate", "'yesterday' is no date" },
        { Debian("'CreatedDate':'12:30'"), "$.CreatedDate", "ISO 8601" },
        { Debian("'CreatedDate':'01/02/2021'"), "$.CreatedDate", "ISO 8601" },
        { Debian("'CreatedDate':'2021-02-29'"), "$.CreatedDate", "ISO 8601" },
        { Debian("'ModifiedDate':1609891200000"), "$.ModifiedDate", "ISO 8601" },
        { Debian("'ModifiedDate':253402300800"), "$.ModifiedDate", "ISO 8601" },
        { Debian("'ModifiedDate':-62135596801"), "$.ModifiedDate", "ISO 8601" },
        { Debian("'ModifiedDate':1e999"), "$.ModifiedDate", "ISO 8601" },
        { Debian("'ModifiedDate':false"), "$.ModifiedDate", "text or a number" },
        { "{'patchBaseline':{'operatingSystem':'UBUNTU','createdTime':'x'}}", "$.patchBaseline.createdTime", "no date" },

        // global filters
        { Debian("'GlobalFilters':[]"), "$.GlobalFilters", "legal is an object" },
        { Debian("'GlobalFilters':{}"), "$.GlobalFilters.PatchFilters", "is missing" },
        { Debian("'GlobalFilters':{'PatchFilters':{}}"), "$.GlobalFilters.PatchFilters", "legal is an array" },
        { Debian($"'GlobalFilters':{{'PatchFilters':[{Many(5, "{'Key':'PRODUCT','Values':['*']}")}]}}"), "$.GlobalFilters.PatchFilters", "holds 5 filters; at most 4" },
        { Global("DEBIAN", "7"), "$.GlobalFilters.PatchFilters[0]", "legal is an object" },
        { Global("DEBIAN", "{'Values':['*']}"), "$.GlobalFilters.PatchFilters[0].Key", "PRODUCT, PRIORITY, SECTION" },
        { Global("DEBIAN", "{'Key':7,'Values':['*']}"), "$.GlobalFilters.PatchFilters[0].Key", "legal is text" },
        { Global("DEBIAN", "{'Key':'COLOUR','Values':['*']}"), "$.GlobalFilters.PatchFilters[0].Key", "'COLOUR' is no filter key of DEBIAN; its keys are PRODUCT, PRIORITY, SECTION" },
        { Global("DEBIAN", "{'Key':'CVE_ID','Values':['*']}"), "$.GlobalFilters.PatchFilters[0].Key", "PRODUCT, PRIORITY, SECTION" },
        { Global("DEBIAN", "{'Key':'product','Values':['*']}"), "$.GlobalFilters.PatchFilters[0].Key", "PRODUCT, PRIORITY, SECTION" },
        { Global("DEBIAN", "{'Key':'SEVERITY','Values':['Low']}"), "$.GlobalFilters.PatchFilters[0].Key", "PRODUCT, PRIORITY, SECTION" },
        { Global("CENTOS", "{'Key':'MSRC_SEVERITY','Values':['Low']}"), "$.GlobalFilters.PatchFilters[0].Key", "PRODUCT, CLASSIFICATION, SEVERITY" },
        { Global("WINDOWS", "{'Key':'PRIORITY','Values':['Extra']}"), "$.GlobalFilters.PatchFilters[0].Key", "PATCH_SET, PRODUCT, PRODUCT_FAMILY, CLASSIFICATION, MSRC_SEVERITY" },
        { Global("DEBIAN", "{'Key':'PRODUCT'}"), "$.GlobalFilters.PatchFilters[0].Values", "is missing" },
        { Global("DEBIAN", "{'Key':'PRODUCT','Values':'*'}"), "$.GlobalFilters.PatchFilters[0].Values", "legal is an array" },
        { Global("DEBIAN", "{'Key':'PRODUCT','Values':[]}"), "$.GlobalFilters.PatchFilters[0].Values", "1 to 20" },
        { Global("DEBIAN", $"{{'Key':'PRODUCT','Values':[{Many(21, "'*'")}]}}"), "$.GlobalFilters.PatchFilters[0].Values", "holds 21 values; 1 to 20" },
        { Global("DEBIAN", "{'Key':'PRODUCT','Values':['*',7]}"), "$.GlobalFilters.PatchFilters[0].Values[1]", "legal is text" },
        { Global("DEBIAN", "{'Key':'PRODUCT','Values':['']}"), "$.GlobalFilters.PatchFilters[0].Values[0]", "1 to 64" },
        { Global("DEBIAN", $"{{'Key':'PRODUCT','Values':['{new string('x', 65)}']}}"), "$.GlobalFilters.PatchFilters[0].Values[0]", "has 65 characters; 1 to 64" },
        { Global("DEBIAN", "{'Key':'PRIORITY','Values':['Extra','Urgent']}"), "$.GlobalFilters.PatchFilters[0].Values[1]", "Required, Important, Standard, Optional, Extra and *" },

        // rules
        { Debian("'ApprovalRules':[]"), "$.ApprovalRules", "legal is an object" },
        { Debian("'ApprovalRules':{}"), R, "is missing" },
        { Debian("'ApprovalRules':{'PatchRules':7}"), R, "legal is an array" },
        { Debian($"'ApprovalRules':{{'PatchRules':[{Many(11, $"{{{Group}}}")}]}}"), R, "holds 11 rules; at most 10" },
        { Rule("DEBIAN", "'ComplianceLevel':'LOW'", group: ""), $"{R}[1].PatchFilterGroup", "is missing" },
        { Rule("DEBIAN", "'PatchFilterGroup':{}", group: ""), $"{R}[1].PatchFilterGroup.PatchFilters", "is missing" },
        { Rule("DEBIAN", $"'PatchFilterGroup':{{'PatchFilters':[{Many(5, "{'Key':'PRODUCT','Values':['*']}")}]}}", group: ""), $"{R}[1].PatchFilterGroup.PatchFilters", "at most 4" },
        { Rule("CENTOS", "'PatchFilterGroup':{'PatchFilters':[{'Key':'PRODUCT','Values':['*']},{'Key':'CLASSIFICATION','Values':['Yast']}]}", group: ""), $"{R}[1].PatchFilterGroup.PatchFilters[1].Values[0]", "Security, Bugfix, Enhancement, Recommended, Newpackage and *" },
        { Rule("DEBIAN", "'ComplianceLevel':'SEVERE'"), $"{R}[1].ComplianceLevel", "CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNSPECIFIED" },
        { Rule("DEBIAN", "'ComplianceLevel':5"), $"{R}[1].ComplianceLevel", "legal is text" },
        { Rule("DEBIAN", "'EnableNonSecurity':'true'"), $"{R}[1].EnableNonSecurity", "legal is true or false" },
        { Rule("WINDOWS", "'EnableNonSecurity':true"), $"{R}[1].EnableNonSecurity", "legal for WINDOWS is false" },
        { Rule("MACOS", "'EnableNonSecurity':true"), $"{R}[1].EnableNonSecurity", "legal for MACOS is false" },
        { Rule("DEBIAN", "'ApproveAfterDays':361"), $"{R}[1].ApproveAfterDays", "is '361'; legal is a whole number from 0 to 360" },
        { Rule("DEBIAN", "'ApproveAfterDays':-1"), $"{R}[1].ApproveAfterDays", "from 0 to 360" },
        { Rule("DEBIAN", "'ApproveAfterDays':7.5"), $"{R}[1].ApproveAfterDays", "from 0 to 360" },
        { Rule("DEBIAN", "'ApproveAfterDays':99999999999999999999"), $"{R}[1].ApproveAfterDays", "from 0 to 360" },
        { Rule("DEBIAN", "'ApproveAfterDays':'7'"), $"{R}[1].ApproveAfterDays", "is text; legal is a whole number from 0 to 360" },
        { Rule("DEBIAN", "'ApproveUntilDate':''"), $"{R}[1].ApproveUntilDate", "YYYY-MM-DD" },
        { Rule("DEBIAN", "'ApproveUntilDate':'2021-1-6'"), $"{R}[1].ApproveUntilDate", "YYYY-MM-DD" },
        { Rule("DEBIAN", "'ApproveUntilDate':'2021-02-30'"), $"{R}[1].ApproveUntilDate", "'2021-02-30' is no day" },
        { Rule("DEBIAN", "'ApproveUntilDate':'2021-01-06T00:00:00Z'"), $"{R}[1].ApproveUntilDate", "YYYY-MM-DD" },
        { Rule("DEBIAN", "'ApproveUntilDate':1609891200"), $"{R}[1].ApproveUntilDate", "legal is text" },
        { Rule("DEBIAN", "'ApproveAfterDays':0,'ApproveUntilDate':'2021-01-06'"), $"{R}[1].ApproveUntilDate", "ApproveAfterDays" },
        { "{'patchBaseline':{'operatingSystem':'UBUNTU','approvalRules':{'rules':[{'filterGroup':{'filters':[]},'approveAfterDays':361}]}}}", "$.patchBaseline.approvalRules.rules[0].approveAfterDays", "from 0 to 360" },
        { "{'patchBaseline':{'operatingSystem':'UBUNTU','approvalRules':{'rules':[{'filterGroup':{'filters':[{'key':'SEVERITY','values':['Low']}]}}]}}}", "$.patchBaseline.approvalRules.rules[0].filterGroup.filters[0].key", "PRIORITY" },
        { "[{'OperatingSystem':'DEBIAN','ApprovalRules':{'PatchRules':[{'PatchFilterGroup':{'PatchFilters':[]},'ApproveAfterDays':361}]}}]", "$[0].ApprovalRules.PatchRules[0].ApproveAfterDays", "from 0 to 360" },

        // lists
        { Debian("'ApprovedPatches':'bash'"), "$.ApprovedPatches", "legal is an array" },
        { Debian("'ApprovedPatches':[7]"), "$.ApprovedPatches[0]", "legal is text" },
        { Debian("'ApprovedPatches':['bash','']"), "$.ApprovedPatches[1]", "is empty" },
        { Debian("'ApprovedPatches':['  ']"), "$.ApprovedPatches[0]", "is empty" },
        { Debian("'ApprovedPatches':['a\\nb']"), "$.ApprovedPatches[0]", "control characters" },
        { Debian($"'ApprovedPatches':['{new string('x', 101)}']"), "$.ApprovedPatches[0]", "has 101 characters; 1 to 100" },
        { Debian($"'ApprovedPatches':[{Many(51, "'x'")}]"), "$.ApprovedPatches", "holds 51 entries; at most 50" },
        { Debian($"'RejectedPatches':[{Many(51, "'x'")}]"), "$.RejectedPatches", "holds 51 entries; at most 50" },
        { Debian("'RejectedPatches':['']"), "$.RejectedPatches[0]", "is empty" },
        { Debian("'ApprovedPatchesComplianceLevel':'NONE'"), "$.ApprovedPatchesComplianceLevel", "UNSPECIFIED" },
        { Debian("'ApprovedPatchesEnableNonSecurity':1"), "$.ApprovedPatchesEnableNonSecurity", "legal is true or false" },
        { "{'OperatingSystem':'WINDOWS','ApprovedPatchesEnableNonSecurity':true}", "$.ApprovedPatchesEnableNonSecurity", "Linux only" },
        { "{'OperatingSystem':'MACOS','ApprovedPatchesEnableNonSecurity':true}", "$.ApprovedPatchesEnableNonSecurity", "Linux only" },
        { Debian("'RejectedPatchesAction':'ALLOW'"), "$.RejectedPatchesAction", "ALLOW_AS_DEPENDENCY, BLOCK" },
        { "{'OperatingSystem':'WINDOWS','AvailableSecurityUpdatesComplianceStatus':'MAYBE'}", "$.AvailableSecurityUpdatesComplianceStatus", "COMPLIANT, NON_COMPLIANT" },

        // sources
        { Debian("'Sources':{}"), "$.Sources", "legal is an array" },
        { Debian($"'Sources':[{Many(21, Source())}]"), "$.Sources", "holds 21 sources; at most 20" },
        { Debian("'Sources':['x']"), "$.Sources[0]", "legal is an object" },
        { Debian("'Sources':[{'Products':['*'],'Configuration':'c'}]"), "$.Sources[0].Name", "is missing" },
        { Debian($"'Sources':[{Source("ab")}]"), "$.Sources[0].Name", "3 to 50" },
        { Debian($"'Sources':[{Source(new string('n', 51))}]"), "$.Sources[0].Name", "3 to 50" },
        { Debian($"'Sources':[{Source("../evil")}]"), "$.Sources[0].Name", "'../evil' is no source name" },
        { Debian($"'Sources':[{Source("name\\n")}]"), "$.Sources[0].Name", "is no source name" },
        { Debian($"'Sources':[{Source()},{Source(products: "[]")}]"), "$.Sources[1].Products", "1 to 20" },
        { Debian($"'Sources':[{Source(products: $"[{Many(21, "'*'")}]")}]"), "$.Sources[0].Products", "holds 21 products; 1 to 20" },
        { Debian($"'Sources':[{Source(products: $"['{new string('p', 129)}']")}]"), "$.Sources[0].Products[0]", "1 to 128" },
        { Debian($"'Sources':[{Source(configuration: "''")}]"), "$.Sources[0].Configuration", "is empty" },
        { Debian($"'Sources':[{Source(configuration: $"'{new string('c', 1025)}'")}]"), "$.Sources[0].Configuration", "has 1025 characters; 1 to 1024" },
        { Debian("'Sources':[{'Name':'own','Products':['*']}]"), "$.Sources[0].Configuration", "is missing" },

        // names that stand twice
        { Debian("'OperatingSystem':'CENTOS'"), "$.OperatingSystem", "twice" },
        { Debian("'Name':'a','N\\u0061me':'b'"), "$.Name", "twice" },
        { Debian("'Unknown':[{},{'odd name':1,'odd name':2}]"), "$.Unknown[1]['odd name']", "twice" },
        { Rule("DEBIAN", "'ApproveAfterDays':1,'ApproveAfterDays':2"), $"{R}[1].ApproveAfterDays", "twice" },
        { Debian("'\\udc00':1"), "$", "surrogate" },
    };

    [Theory]
    [MemberData(nameof(InvalidBaselines))]
    public void An_invalid_baseline_says_where_and_what_is_legal(string json, string path, string says)
    {
        var error = Assert.Throws<PatchException>(() => Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"'))));

        Assert.Equal(ErrorIds.BaselineInvalid, error.ErrorId);
        Assert.Equal(ErrorKind.InvalidData, error.Kind);
        Assert.Equal(path, error.Target);
        Assert.Contains($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("'web.json'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    /// <summary>Text, line and column of the fault.</summary>
    public static TheoryData<string, int, int> NotJson => new()
    {
        { "", 1, 1 },
        { "  \n ", 1, 1 },
        { "\uFEFF", 1, 1 },
        { "OperatingSystem: DEBIAN", 1, 1 },
        { "{\n  \"OperatingSystem\": \"DEBIAN\",\n}", 3, 1 },
        { "{\n  \"Name\": \"né\" x", 2, 16 },
        { "{\"OperatingSystem\": \"DEBIAN\"", 1, 29 },
        { "{} {}", 1, 4 },
        { "// comment\n{}", 1, 1 },
        { "{\"a\": 01}", 1, 8 },
    };

    [Theory]
    [MemberData(nameof(NotJson))]
    public void What_is_not_JSON_says_line_and_column(string text, int line, int column)
    {
        var error = Assert.Throws<PatchException>(() => Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(ErrorIds.BaselineNotJson, error.ErrorId);
        Assert.Equal("web.json", error.Target);
        Assert.Contains($"line {line}, column {column}:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<byte[], string> BrokenText => new()
    {
        { [(byte)'{', (byte)'\n', (byte)'"', 0xC3, 0xA9, 0xFF, (byte)'"'], "line 2, column 3: the bytes are no UTF-8 text" },
        { [0xEF, 0xBB, 0xBF, 0xC0], "line 1, column 1: the bytes are no UTF-8 text" },
        { [0xFF, 0xFE, (byte)'{', 0, (byte)'}'], "line 1, column 2: the bytes are no UTF-16 text" },
        { [0xFF, 0xFE], "it is empty" },
        { [0x1F, 0x8B, 8, 0], "the bytes are no UTF-8 text" },
    };

    [Theory]
    [MemberData(nameof(BrokenText))]
    public void Bytes_that_are_no_text_say_where(byte[] bytes, string says)
    {
        var error = Assert.Throws<PatchException>(() => Read(bytes));

        Assert.Equal(ErrorIds.BaselineNotJson, error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(200_000)]
    public void Deep_nesting_is_refused(int depth)
    {
        var error = Assert.Throws<PatchException>(() => Read(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))));

        Assert.Equal(ErrorIds.BaselineNotJson, error.ErrorId);
    }

    [Fact]
    public void What_stood_in_the_file_reaches_the_message_short_and_harmless()
    {
        string value = "\\u001b[31m" + new string('x', 5000);
        var error = Assert.Throws<PatchException>(() => Read(Encoding.UTF8.GetBytes($$"""{"OperatingSystem":"{{value}}"}""")));

        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Contains("'\\u001b[31mxxx", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 700, error.Message);
    }

    private static IReadOnlyList<PatchBaseline> Read(byte[] bytes) => BaselineReader.Read(bytes, "web.json");

    private static string Debian(string more) => $"{{'OperatingSystem':'DEBIAN',{more}}}";

    private static string Global(string operatingSystem, string filter) =>
        $"{{'OperatingSystem':'{operatingSystem}','GlobalFilters':{{'PatchFilters':[{filter}]}}}}";

    private static string Rule(string operatingSystem, string rule, string group = Group + ",") =>
        $"{{'OperatingSystem':'{operatingSystem}','ApprovalRules':{{'PatchRules':[{{{Group}}},{{{group}{rule}}}]}}}}";

    private static string Source(string name = "own", string products = "['*']", string configuration = "'c'") =>
        $"{{'Name':'{name}','Products':{products},'Configuration':{configuration}}}";

    private static string Many(int count, string json) => string.Join(",", Enumerable.Repeat(json, count));
}
