using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class ParameterTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("30", "00:00:30")]
    [InlineData("'30'", "00:00:30")]
    [InlineData("0.5", "00:00:00.5000000")]
    [InlineData("'00:01:00'", "00:01:00")]
    [InlineData("([timespan]::FromMinutes(2))", "00:02:00")]
    public void A_wait_is_seconds_or_a_time_span(string argument, string expected) =>
        Assert.Equal([expected], _session.Lines(
            $"(Get-Command Invoke-PatchScan).Parameters['LockTimeout'].Attributes.Where({{ $_ -is [System.Management.Automation.ArgumentTransformationAttribute] }})[0].Transform($ExecutionContext, {argument}).ToString()"));

    [Theory]
    [InlineData("-1")]
    [InlineData("'soon'")]
    [InlineData("86401")]
    [InlineData("$null")]
    [InlineData("$true")]
    [InlineData("([double]::NaN)")]
    [InlineData("1e300")]
    public void What_is_no_time_is_refused_before_anything_happens(string argument) =>
        Assert.Equal("ParameterArgumentTransformationError,PatchBaselineAssociation.Commands.InvokePatchScanCommand", Assert.Single(_session.Fail($"Invoke-PatchScan -LockTimeout {argument}")).FullyQualifiedErrorId);

    [Theory]
    [InlineData("AMAZON_LINUX_2023", "AmazonLinux2023")]
    [InlineData("amazon_linux_2", "AmazonLinux2")]
    [InlineData("AmazonLinux2", "AmazonLinux2")]
    [InlineData("DEBIAN", "Debian")]
    public void An_operating_system_has_two_names(string name, string expected) =>
        Assert.Equal([expected], _session.Lines("(Resolve-PatchBaseline -OperatingSystem $args[0]).OperatingSystem", name));

    [Theory]
    [InlineData("PLAN_9")]
    [InlineData("3")]
    [InlineData("''")]
    public void An_unknown_operating_system_is_refused(string name) =>
        Assert.IsAssignableFrom<ParameterBindingException>(Assert.Single(_session.Fail("Resolve-PatchBaseline -OperatingSystem " + name)).Exception);

    [Fact]
    public void Operating_systems_are_completed() =>
        Assert.Equal(
            ["AmazonLinux", "AmazonLinux2", "AmazonLinux2022", "AmazonLinux2023"],
            _session.Lines("$line = 'Resolve-PatchBaseline -OperatingSystem amazon'; [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText"));

    [Fact]
    public void A_relative_path_is_relative_to_the_location_of_PowerShell()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine.json", "{ nothing");
        ErrorRecord error = Assert.Single(_session.Fail("$ExecutionContext.SessionState.Path.SetLocation($args[0]) | Out-Null; Resolve-PatchBaseline -Path mine.json", folder.Path));
        Assert.StartsWith("BaselineNotJson,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "mine.json"), error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resolve-PatchBaseline -Path Variable:x")]
    [InlineData("Get-PatchState -StatePath Function:x")]
    [InlineData("Invoke-PatchScan -Root Alias:x")]
    public void A_path_outside_the_file_system_is_refused(string script)
    {
        ErrorRecord error = Assert.Single(_session.Fail($"try {{ {script} }} catch {{ throw }}"));
        Assert.StartsWith("PathNotInFileSystem,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("Invoke-PatchScan -Root 'Temp:/..'")]
    [InlineData("Invoke-PatchScan -Root 'nowhere:/x'")]
    [InlineData("Resolve-PatchBaseline -Path 'NoProvider::x'")]
    [InlineData(@"Install-PatchBaseline -WhatIf -InstallOverrideList 'https\://x'")]
    [InlineData(@"Test-PatchOverrideList 'https\://x'")]
    [InlineData("Get-PatchState -StatePath 'nowhere:/x'")]
    public void A_path_that_PowerShell_cannot_resolve_is_refused_by_an_id_of_ours(string script)
    {
        ErrorRecord error = Assert.Single(_session.Fail($"try {{ {script} }} catch {{ throw }}"));
        Assert.StartsWith("PathInvalid,PatchBaselineAssociation.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("Invoke-PatchScan -BaselineId pb-09", "pb-09a5f8eb62bde80b1 pb-09ca3fb51f0412ec3")]
    [InlineData("Resolve-PatchBaseline -BaselineId AWS-Deb", "AWS-DebianDefaultPatchBaseline")]
    [InlineData("Resolve-PatchBaseline -OperatingSystem Debian -BaselineId ", "pb-09a5f8eb62bde80b1")]
    [InlineData("Install-PatchBaseline -BaselineId nothing", "")]
    public void Ids_of_baselines_are_completed(string line, string expected) =>
        Assert.Equal([expected], _session.Lines("@([System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches.CompletionText) -join ' '", line));

    [Fact]
    public void Files_come_through_the_pipeline()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("[mine].json", File.ReadAllText(Directory.GetFiles(Path.Combine(BuiltModule.Folder, "baselines"), "*Debian*.json")[0]));
        Assert.Equal(["Debian"], _session.Lines("([System.IO.FileInfo]$args[0] | Resolve-PatchBaseline).OperatingSystem", file));
        Assert.Equal(["Debian"], _session.Lines("($args[0] | Resolve-PatchBaseline).OperatingSystem", file));
    }

    [Theory]
    [InlineData("Invoke-PatchScan -Path a -BaselineId b")]
    [InlineData("Get-PatchState -History -Id a")]
    [InlineData("Resolve-PatchBaseline -Path a -BaselineId b")]
    public void What_excludes_each_other_cannot_be_given_together(string script) =>
        Assert.StartsWith("AmbiguousParameterSet,", Assert.Single(_session.Fail(script)).FullyQualifiedErrorId, StringComparison.Ordinal);
}
