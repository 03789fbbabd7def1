using System.Globalization;
using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>What Invoke-PatchBaselineAssociation refuses before it does anything.</summary>
public sealed class AssociationTests : IDisposable
{
    private const string Id = "01234567-89ab-cdef-0123-456789ABCDEF";
    private const string ErrorIdEnd = ",PatchBaselineAssociation.Commands.InvokePatchBaselineAssociationCommand";

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
        "Key=env,Values=a\nb",
        "Key=env,Values=`x`",
        "Key=env,Values='x'",
        "Key=env,Values=\"x\"",
        " ",
        $"Key={new string('k', 129)},Values=v",
        $"Key=k,Values={new string('v', 257)}",
        $"Key=env,Values={string.Join(',', Enumerable.Range(1, 21))}",
    ];

    public void Dispose() => _session.Dispose();

    /// <summary>With -WhatIf a scan does nothing, once its parameters have passed.</summary>
    [Theory]
    [MemberData(nameof(GoodTags))]
    public void Good_tags_pass(string tags) => Passes("Scan", tags, "");

    [Theory]
    [MemberData(nameof(BadTags))]
    public void Bad_tags_are_refused(string tags)
    {
        ErrorRecord error = Refused("Scan", Id, tags, "", exitCode: 153);
        Assert.Equal("BaselineTagsInvalid" + ErrorIdEnd, error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.InvalidArgument, tags), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("Nothing was done.", error.ToString(), StringComparison.Ordinal);
    }

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
    public void A_good_address_passes(string list) => Passes("Scan", "", list);

    [Fact]
    public void A_secret_in_a_refused_address_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", Refused("Install", Id, "", "http://example.invalid/list?X-Amz-Signature=hunter2").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("-Operation Restart -AssociationId " + Id)]
    [InlineData("-Operation 7 -AssociationId " + Id)]
    [InlineData("-Operation Scan -AssociationId " + Id + " -RebootOption Always")]
    public void A_word_that_the_document_does_not_know_is_refused(string parameters) =>
        Assert.IsAssignableFrom<ParameterBindingException>(Assert.Single(_session.Fail("Invoke-PatchBaselineAssociation " + parameters)).Exception);

    private void Invalid(string parameter, string operation, string id, string tags, string list)
    {
        ErrorRecord error = Refused(operation, id, tags, list);
        Assert.Equal("AssociationParameterInvalid" + ErrorIdEnd, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(parameter, error.TargetObject);
        Assert.Contains("Nothing was done.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-PatchScan -Offline -Region eu-north-1")]
    [InlineData("Invoke-PatchScan -Offline -ProfileName p")]
    [InlineData("Resolve-PatchBaseline -Offline -EndpointUrl https://localhost")]
    [InlineData("Resolve-PatchBaseline -Offline -BaselineTags 'Key=env,Values=prod'")]
    [InlineData("Resolve-PatchBaseline -Strict")]
    [InlineData("Invoke-PatchScan -Strict -BaselineTags ''")]
    [InlineData("Install-PatchBaseline -WhatIf -Offline -AssociationId " + Id)]
    public void Parameters_that_contradict_each_other_are_refused(string command) =>
        Assert.StartsWith("ParametersContradict,", Assert.Single(_session.Fail(command)).FullyQualifiedErrorId, StringComparison.Ordinal);

    private void Passes(string operation, string tags, string list)
    {
        SessionOutput output = _session.Observe(
            "Invoke-PatchBaselineAssociation -Operation $args[0] -AssociationId $args[1] -BaselineTags $args[2] -InstallOverrideList $args[3] -WhatIf; $LASTEXITCODE", operation, Id, tags, list);
        Assert.Null(output.End);
        Assert.Equal(0, Assert.Single(output.Output).BaseObject);
    }

    private ErrorRecord Refused(string operation, string id, string tags, string list, int exitCode = 1)
    {
        SessionOutput output = _session.Observe(
            "$global:LASTEXITCODE = 0; try { Invoke-PatchBaselineAssociation -Operation $args[0] -AssociationId $args[1] -BaselineTags $args[2] -InstallOverrideList $args[3] } catch { throw }", operation, id, tags, list);
        Assert.Empty(output.Output);
        Assert.Empty(output.Warnings);
        Assert.Equal([exitCode.ToString(CultureInfo.InvariantCulture)], _session.Lines("$LASTEXITCODE"));
        return output.End!;
    }
}
