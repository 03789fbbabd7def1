using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class AssociationTests(OrdinaryUser user) : IClassFixture<OrdinaryUser>, IDisposable
{
    private const string Id = "01234567-89ab-cdef-0123-456789ABCDEF";
    private const string ErrorIdEnd = ",PatchBaselineAssociation.Commands.InvokePatchBaselineAssociationCommand";

    private static readonly (string, string)[] s_agent = [("AWS_SSM_INSTANCE_ID", "i-0123456789abcdef0"), ("AWS_SSM_REGION_NAME", "eu-north-1")];

    private readonly ModuleSession _session = new();

    public static TheoryData<string> GoodTags =>
    [
        "Key=env,Values=prod",
        "Key=env,Values=a,b,c",
        "Key=a b,Values=x y, z",
        "Key=環境,Values=本番",
        "Key=k,Values=v,Values=w",
        "Key=a_.:/=+-@1,Values=a_.:/=+-@1",
        $"Key={new string('k', 128)},Values={new string('v', 256)}",
        $"Key=env,Values={string.Join(',', Enumerable.Range(1, 20))}",
    ];

    public static TheoryData<string> BadTags =>
    [
        "Key=,Values=",
        "Key= ,Values=x",
        "Key=env,Values=",
        "Key=env,Values= ",
        "Key=env,Values=a,,b",
        "Key=env,Values=a, ,b",
        "Key=env,Values=a,",
        "Key=env,Values=a;b",
        "Key=env",
        "key=env,values=x",
        "Key=env, Values=prod",
        "Key=e$v,Values=x",
        "Key=env,Values=`x`",
        "Key=env,Values='x'",
        "Key=env,Values=\"x\"",
        " ",
        $"Key={new string('k', 129)},Values=v",
        $"Key=k,Values={new string('v', 257)}",
        $"Key=env,Values={string.Join(',', Enumerable.Range(1, 21))}",
    ];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(GoodTags))]
    public void Good_tags_pass_and_wait_for_Systems_Manager(string tags)
    {
        ErrorRecord error = Refused("Scan", Id, tags, "");
        Assert.Equal("SystemsManagerNotSupportedYet" + ErrorIdEnd, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.NotImplemented, error.CategoryInfo.Category);
    }

    [Theory]
    [MemberData(nameof(BadTags))]
    public void Bad_tags_are_refused(string tags) => Invalid("BaselineTags", "Scan", Id, tags, "");

    [Theory]
    [InlineData("")]
    [InlineData("mine")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("{01234567-89ab-cdef-0123-456789abcdef}")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdeg")]
    [InlineData(Id + "\n")]
    [InlineData(" " + Id)]
    public void A_bad_association_id_is_refused(string id) => Invalid("AssociationId", "Install", id, "", "");

    [Theory]
    [InlineData("http://example.invalid/list.yaml")]
    [InlineData("https://")]
    [InlineData("HTTPS://example.invalid/list.yaml")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3:///key")]
    [InlineData("/etc/list.yaml")]
    [InlineData("list.yaml")]
    [InlineData(" ")]
    public void A_bad_address_is_refused(string list) => Invalid("InstallOverrideList", "Install", Id, "", list);

    [Theory]
    [InlineData("http://example.invalid/list.yaml?k=hidden")]
    [InlineData("http://someone:hidden@example.invalid/list.yaml")]
    [InlineData("HTTPS://someone:hidden@example.invalid/list.yaml?k=hidden")]
    public void A_bad_address_is_shown_without_what_may_be_a_secret(string list)
    {
        string error = Refused("Install", Id, "", list).ToString();
        Assert.Contains("example.invalid/list.yaml", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.invalid/list.yaml")]
    [InlineData("https://example.invalid/a?X-Amz-Signature=0")]
    [InlineData("s3://bucket/key")]
    [InlineData("s3://bucket/some/longer/key.yaml")]
    // The tags, which pass, are looked at last.
    public void A_good_address_passes(string list) => Assert.StartsWith("SystemsManagerNotSupportedYet,", Refused("Install", Id, "Key=env,Values=prod", list).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_secret_in_a_refused_address_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", Refused("Install", Id, "", "http://example.invalid/list?X-Amz-Signature=hunter2").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("-Operation Restart -AssociationId " + Id)]
    [InlineData("-Operation 7 -AssociationId " + Id)]
    [InlineData("-Operation Scan -AssociationId " + Id + " -RebootOption Always")]
    public void A_word_that_the_document_does_not_know_is_refused(string parameters) =>
        Assert.IsAssignableFrom<ParameterBindingException>(Assert.Single(_session.Fail("Invoke-PatchBaselineAssociation " + parameters)).Exception);

    [Fact]
    public void Under_the_agent_a_scan_ends_with_its_own_exit_code()
    {
        ConsoleResult result = user.Run($"$result = Invoke-PatchBaselineAssociation Scan -AssociationId {Id}; \"$($result.AssociationId) $($result.ExitCode) $LASTEXITCODE\"", s_agent);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal([$"{Id} 0 0"], result.Lines);
        Assert.Contains("[AssociationNotReported]", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(user.InStateFolder("patch-states-configuration.json")));
    }

    [Fact]
    public void Under_the_agent_a_failure_is_the_exit_code_even_of_a_script_that_goes_on()
    {
        ConsoleResult result = user.Run($"try {{ Invoke-PatchBaselineAssociation Install -AssociationId {Id} }} catch {{ $_.FullyQualifiedErrorId }}; \"last $LASTEXITCODE\"", s_agent);
        Assert.Equal(["NotPrivileged" + ErrorIdEnd, "last 1"], result.Lines);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void Without_the_agent_the_exit_code_is_the_script_s_to_hand_on()
    {
        const string Script = "try { Invoke-PatchBaselineAssociation Install -AssociationId " + Id + " } catch { }; ";
        Assert.Equal(0, user.Run(Script + "'on'").ExitCode);
        Assert.Equal(1, user.Run(Script + "exit $LASTEXITCODE").ExitCode);
    }

    [Fact]
    public void A_warning_that_stops_sets_the_exit_code_too()
    {
        ConsoleResult result = user.Run($"try {{ Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -WarningAction Stop }} catch {{ 'stopped' }}; \"last $LASTEXITCODE\"");
        Assert.Equal(["stopped", "last 1"], result.Lines);
    }

    [Fact]
    public void WhatIf_gives_the_plan_of_an_install_and_leaves_a_scan_out()
    {
        ConsoleResult result = user.Run($"$global:LASTEXITCODE = 9; (Invoke-PatchBaselineAssociation Install -AssociationId {Id} -WhatIf).GetType().Name; \"last $LASTEXITCODE\"; Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -WhatIf", s_agent);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("PatchPlan", result.Lines);
        Assert.Contains("last 0", result.Lines);
        Assert.Matches("^What if: Performing the operation \"Scan\"", result.Lines[^1]);
        Assert.DoesNotContain("AssociationNotReported", result.Error, StringComparison.Ordinal);
    }

    private void Invalid(string parameter, string operation, string id, string tags, string list)
    {
        ErrorRecord error = Refused(operation, id, tags, list);
        Assert.Equal("AssociationParameterInvalid" + ErrorIdEnd, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(parameter, error.TargetObject);
        Assert.Contains("Nothing was done.", error.ToString(), StringComparison.Ordinal);
    }

    private ErrorRecord Refused(string operation, string id, string tags, string list)
    {
        SessionOutput output = _session.Observe(
            "$global:LASTEXITCODE = 0; try { Invoke-PatchBaselineAssociation -Operation $args[0] -AssociationId $args[1] -BaselineTags $args[2] -InstallOverrideList $args[3] } catch { throw }", operation, id, tags, list);
        Assert.Empty(output.Output);
        Assert.Empty(output.Warnings);
        Assert.Equal(["1"], _session.Lines("$LASTEXITCODE"));
        return output.End!;
    }
}
