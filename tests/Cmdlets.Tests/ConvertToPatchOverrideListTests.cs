using System.Management.Automation;
using PatchBaselineAssociation.IntegrationTests.Apt;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Results of a private root, as lists and back.</summary>
public sealed class ConvertToPatchOverrideListTests : IDisposable
{
    private const string Scan = "Invoke-PatchScan -Path $baseline -Root $root -StatePath $state";
    private const string Revive = "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($scan))";
    private const string Missing = "patches:\n  - id: 'both.all'\n    title: '2'\n  - id: 'held.all'\n    title: '2'\n";

    private readonly ImageSession _image = new();

    public ConvertToPatchOverrideListTests() => _image.Run("$scan = " + Scan);

    public void Dispose() => _image.Dispose();

    [Theory]
    [InlineData("$scan | ConvertTo-PatchOverrideList")]
    [InlineData("ConvertTo-PatchOverrideList $scan")]
    [InlineData("ConvertTo-PatchOverrideList -InputObject $scan")]
    [InlineData(Revive + " | ConvertTo-PatchOverrideList")]
    [InlineData("(" + Revive + ").Patches.Where({ $_.State -eq 'Missing' }) | ConvertTo-PatchOverrideList")]
    [InlineData("$scan.Patches.Where({ $_.State -eq 'Missing' }) | ConvertTo-PatchOverrideList")]
    [InlineData("Get-PatchState -State Missing -StatePath $state | ConvertTo-PatchOverrideList")]
    [InlineData("Get-PatchState -History -StatePath $state | ConvertTo-PatchOverrideList")]
    [InlineData("$scan, (" + Revive + "), $scan | ConvertTo-PatchOverrideList")]
    public void What_is_missing_becomes_one_list(string script) => Assert.Equal(Missing, Assert.Single(_image.Lines(script)));

    [Theory]
    [InlineData("$scan | ConvertTo-PatchOverrideList -AnyVersion", "patches:\n  - id: 'both.all'\n  - id: 'held.all'\n")]
    [InlineData("$scan | ConvertTo-PatchOverrideList -State InstalledOther", "patches:\n  - id: 'current.all'\n    title: '1'\n")]
    [InlineData("$scan.Patches | ConvertTo-PatchOverrideList -State InstalledOther, Failed", "patches:\n  - id: 'current.all'\n    title: '1'\n")]
    [InlineData("$scan | ConvertTo-PatchOverrideList -State Failed", "patches: []\n")]
    [InlineData("@() | ConvertTo-PatchOverrideList", "patches: []\n")]
    [InlineData("[pscustomobject]@{ Id = 'it''s.all'; State = 4; AvailableVersion = '1:2~3' } | ConvertTo-PatchOverrideList", "patches:\n  - id: 'it''s.all'\n    title: '1:2~3'\n")]
    public void What_goes_into_a_list_can_be_chosen(string script, string expected) => Assert.Equal(expected, Assert.Single(_image.Lines(script)));

    [Theory]
    [InlineData("'text', $scan | ConvertTo-PatchOverrideList", Missing)]
    [InlineData("$scan, 4 | ConvertTo-PatchOverrideList", Missing)]
    [InlineData("$null | ConvertTo-PatchOverrideList", null)]
    [InlineData("ConvertTo-PatchOverrideList $null", null)]
    [InlineData("$null, $scan | ConvertTo-PatchOverrideList", Missing)]
    [InlineData("[pscustomobject]@{ Id = 'a'; Action = 'Remove' } | ConvertTo-PatchOverrideList", null)]
    [InlineData("[pscustomobject]@{ UpgradeCount = 1; Items = @() } | ConvertTo-PatchOverrideList -State Missing", null)]
    [InlineData("('long' * 500) | ConvertTo-PatchOverrideList", null)]
    [InlineData("Resolve-PatchBaseline -OperatingSystem DEBIAN | ConvertTo-PatchOverrideList", null)]
    [InlineData("[pscustomobject]@{ Id = 1; State = 'Running' } | ConvertTo-PatchOverrideList", null)]
    public void What_is_no_result_is_named_and_the_rest_goes_on(string script, string? expected)
    {
        SessionOutput output = _image.Observe(script);
        ErrorRecord error = Assert.Single(output.Errors);
        Assert.Equal("InputNotUnderstood,PatchBaselineAssociation.Commands.ConvertToPatchOverrideListCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.InRange(error.ToString().Length, 1, 200);
        Assert.Null(output.End);
        // Of what was not understood nothing is said, not even that it is empty.
        Assert.Equal(expected is null ? [] : [expected], output.Output.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("$plan | ConvertTo-PatchOverrideList", "patches:\n  - id: 'both.all'\n    title: '2'\n")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($plan)) | ConvertTo-PatchOverrideList -AnyVersion", "patches:\n  - id: 'both.all'\n")]
    [InlineData("$plan.Items.Where({ $_.Id -like 'held*' }) | ConvertTo-PatchOverrideList", "patches:\n  - id: 'held.all'\n    title: '2'\n")]
    public void A_plan_becomes_a_list_of_what_it_would_put_on(string script, string expected)
    {
        _image.Run("$plan = Install-PatchBaseline -WhatIf -Path $baseline -Root $root -StatePath $state");
        Assert.Equal(expected, Assert.Single(_image.Lines(script)));
    }

    [Fact]
    public void A_list_goes_into_a_file_that_is_replaced_only_by_force()
    {
        string file = _image.Root.Beside("out.yaml");
        _image.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _image.Root.Beside(""));
        Assert.Empty(_image.Run("$scan | ConvertTo-PatchOverrideList -OutFile out.yaml -WhatIf"));
        Assert.False(File.Exists(file));
        Assert.Empty(_image.Run("$scan | ConvertTo-PatchOverrideList -OutFile out.yaml"));
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(Missing), File.ReadAllBytes(file));

        SessionOutput again = _image.Observe("try { $scan | ConvertTo-PatchOverrideList -AnyVersion -OutFile out.yaml } catch { throw }");
        Assert.Equal("OverrideListExists,PatchBaselineAssociation.Commands.ConvertToPatchOverrideListCommand", again.End!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, again.End.CategoryInfo.Category);
        Assert.Equal(Missing, File.ReadAllText(file));

        _image.Run("$scan | ConvertTo-PatchOverrideList -AnyVersion -OutFile out.yaml -Force");
        Assert.Equal("patches:\n  - id: 'both.all'\n  - id: 'held.all'\n", File.ReadAllText(file));
        Assert.NotEmpty(_image.Observe("$null | ConvertTo-PatchOverrideList -OutFile none.yaml").Errors);
        Assert.False(File.Exists(_image.Root.Beside("none.yaml")));
    }

    [Theory]
    [InlineData(".", ErrorCategory.InvalidArgument)]
    [InlineData("none/list.yaml", ErrorCategory.ObjectNotFound)]
    public void A_file_that_cannot_be_is_refused_before_any_work(string file, ErrorCategory category)
    {
        _image.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0]); $begun = $false", _image.Root.Beside(""));
        SessionOutput output = _image.Observe($"try {{ & {{ $global:begun = $true; $scan }} | ConvertTo-PatchOverrideList -OutFile {file} }} catch {{ throw }}");
        Assert.StartsWith("OverrideListNotWritten,", output.End!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, output.End.CategoryInfo.Category);
        Assert.Equal(["False"], _image.Lines("$global:begun"));
    }

    [Fact]
    public void A_list_is_read_back_and_installs_elsewhere_just_what_it_names()
    {
        AptRoot second = ImageSession.NewRoot();
        try
        {
            second.Install(new TestPackage("unnamed", "1"));
            second.AddRepository("more", "bookworm-security", [new("unnamed", "2")], "Debian-Security");
            string list = _image.List(_image.Lines("$scan | ConvertTo-PatchOverrideList")[0]);
            const string Target = "-Path $baseline -Root $args[1] -StatePath \"$state-second\"";
            Assert.Equal(
                ["both.all Installs", "held.all KeptAway"],
                _image.Lines($"Test-PatchOverrideList $args[0] {Target} -WarningAction SilentlyContinue | ForEach-Object {{ '{{0}} {{1}}' -f $_.Id, $_.Status }}", list, second.Path));

            PSObject result = Assert.Single(_image.Run($"Install-PatchBaseline -InstallOverrideList $args[0] {Target} -WarningAction SilentlyContinue", list, second.Path));
            Assert.Equal("ii 2", second.StatusOf("both"));
            Assert.Equal("hi 1", second.StatusOf("held"));
            Assert.Equal("ii 1", second.StatusOf("unnamed"));
            // Of an install the list names what it changed.
            Assert.Equal("patches:\n  - id: 'both.all'\n    title: '2'\n", Assert.Single(_image.Lines("$args[0] | ConvertTo-PatchOverrideList", result)));
        }
        finally
        {
            ImageSession.Remove(second);
        }
    }
}
