using System.Management.Automation;
using PatchBaselineAssociation.IntegrationTests;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Installs into private roots with real apt and dpkg.</summary>
public sealed class InstallPatchBaselineTests : IDisposable
{
    private const string Install = "Install-PatchBaseline -Path $baseline -Root $root -StatePath $state";
    private const string ErrorIdEnd = ",PatchBaselineAssociation.Commands.InstallPatchBaselineCommand";

    private readonly ImageSession _image = new(hasBad: true);

    public void Dispose() => _image.Dispose();

    [Theory]
    [InlineData(Install + " -WhatIf")]
    [InlineData("$WhatIfPreference = $true; " + Install)]
    [InlineData("$WhatIfPreference = $true; & { param($baseline, $root, $state) " + Install + " } $baseline $root $state")]
    [InlineData("function Install-Ours { [CmdletBinding(SupportsShouldProcess)] param($baseline, $root, $state) " + Install + " }; Install-Ours $baseline $root $state -WhatIf")]
    [InlineData("$null = New-Module -Name Theirs { function Install-Ours { [CmdletBinding(SupportsShouldProcess)] param($baseline, $root, $state) " + Install + " } } | Import-Module; Install-Ours $baseline $root $state -WhatIf")]
    [InlineData("$WhatIfPreference = $true; " + Install + " -Confirm")]
    public void WhatIf_gives_the_plan_and_changes_nothing(string script)
    {
        _image.Run("Invoke-PatchScan -Path $baseline -Root $root -StatePath \"$state-before\"");
        IReadOnlyList<string> before = FolderSnapshot.Of(_image.Root.Path);

        PSObject plan = Assert.Single(_image.Run(script));

        Assert.Equal("PatchBaselineAssociation.Installation.PatchPlan", plan.BaseObject.GetType().FullName);
        Assert.Equal(2, plan.Properties["UpgradeCount"].Value);
        // An image is never restarted, so nothing is said of one.
        Assert.Equal(["What if: Performing the operation \"Install patches (2 upgrades)\" on target \"test-image\"."], _image.Host.Lines.Where(line => line.StartsWith("What if", StringComparison.Ordinal)));
        Assert.Empty(_image.Host.Questions);
        Assert.Empty(FolderSnapshot.Of(_image.Root.Path).Except(before));
        Assert.False(Directory.Exists(_image.StatePath));
    }

    [Fact]
    public void WhatIf_says_that_what_was_interrupted_is_finished_first()
    {
        _image.Root.EditFile("/var/lib/dpkg/status", text => text.Replace("Package: current\nStatus: install ok installed\n", "Package: current\nStatus: install ok unpacked\n", StringComparison.Ordinal));
        PSObject plan = Assert.Single(_image.Run(Install + " -WhatIf"));
        Assert.Equal(["current 1"], (IEnumerable<string>)plan.Properties["Unfinished"].Value);
        Assert.Equal(
            "What if: Performing the operation \"Finish 1 package that the package manager was interrupted at\" on target \"test-image\".",
            _image.Host.Lines.First(line => line.StartsWith("What if", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIf_that_is_off_wins_over_the_preference()
    {
        PSObject result = Assert.Single(_image.Observe("$WhatIfPreference = $true; " + Install + " -WhatIf:$false").Output);
        Assert.Equal("PatchOperationResult", result.BaseObject.GetType().Name);
        Assert.Equal("ii 2", _image.Root.StatusOf("both"));
    }

    [Fact]
    public void A_question_that_is_answered_no_leaves_everything_as_it_is()
    {
        _image.Host.Answer = _ => "No";
        Assert.Empty(_image.Run(Install + " -Confirm"));
        Assert.Equal(["Performing the operation \"Install patches (2 upgrades)\" on target \"test-image\"."], _image.Host.Questions.Select(question => question.Split('\n')[^1].Trim()));
        Assert.Equal("ii 1", _image.Root.StatusOf("both"));
        Assert.StartsWith("StateNotFound,", Assert.Single(_image.Observe("Get-PatchState -StatePath $state").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_image.StatePath, "patch-*"));
    }

    [Fact]
    public void A_question_that_is_answered_yes_is_asked_once()
    {
        _image.Host.Answer = _ => "Yes";
        Assert.Single(_image.Observe("$ConfirmPreference = 'Medium'; " + Install).Output);
        Assert.Single(_image.Host.Questions);
        Assert.Equal("ii 2", _image.Root.StatusOf("both"));
    }

    [Fact]
    public void A_host_that_cannot_ask_ends_the_command_before_anything_is_installed()
    {
        SessionOutput output = _image.Observe($"try {{ {Install} -Confirm }} catch {{ throw }}");
        Assert.Empty(output.Output);
        Assert.Equal("ConfirmationFailed" + ErrorIdEnd, output.End!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, output.End.CategoryInfo.Category);
        Assert.Contains("Nobody is there.", output.End.ToString(), StringComparison.Ordinal);
        Assert.Equal("ii 1", _image.Root.StatusOf("both"));
    }

    [Fact]
    public void A_console_without_a_terminal_cannot_ask()
    {
        ConsoleResult result = new ConsoleProgram { Input = "y\n" }.Start($"Install-PatchBaseline -Path '{_image.Baseline}' -Root '{_image.Root.Path}' -StatePath '{_image.StatePath}' -Confirm");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("ConfirmationFailed" + ErrorIdEnd, result.Error, StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", result.Error, StringComparison.Ordinal);
        Assert.Equal("ii 1", _image.Root.StatusOf("both"));
    }

    [Fact]
    public void A_baseline_comes_through_the_pipeline_and_a_patch_that_fails_ends_nothing()
    {
        SessionOutput output = _image.Observe("Resolve-PatchBaseline -Path $baseline -Root $root | Install-PatchBaseline -Root $root -StatePath $state");

        PSObject result = Assert.Single(output.Output);
        Assert.Equal("PatchBaselineAssociation.Operations.PatchOperationResult", result.BaseObject.GetType().FullName);
        Assert.Equal("ii 2", _image.Root.StatusOf("both"));
        _image.Run("$result = $args[0]", result);
        Assert.Contains("both.all 1 2", _image.Lines("$result.Changes | ForEach-Object { '{0} {1} {2}' -f $_.Id, $_.FromVersion, $_.ToVersion }"));
        Assert.Equal(["True"], _image.Lines("[System.IO.File]::Exists($result.LogPath)"));
        Assert.Equal(["1"], _image.Lines("$result.ExitCode"));
        Assert.Equal(["bad.all Failed", "both.all Installed", "current.all InstalledOther", "held.all Missing"], _image.Lines("$result.Patches | ForEach-Object { '{0} {1}' -f $_.Id, $_.State }").Order(StringComparer.Ordinal));

        Assert.Null(output.End);
        ErrorRecord error = Assert.Single(output.Errors);
        Assert.Equal("PatchFailed" + ErrorIdEnd, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidResult, error.CategoryInfo.Category);
        Assert.Equal("bad.all", error.TargetObject);
        Assert.Contains("post-installation script", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_image.StatePath, "logs"), error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_action_that_stops_leaves_the_result()
    {
        SessionOutput output = _image.Observe(Install + " -ErrorAction Stop; 'after'");
        Assert.Equal("PatchOperationResult", Assert.Single(output.Output).BaseObject.GetType().Name);
        Assert.Equal("PatchFailed" + ErrorIdEnd, output.End!.FullyQualifiedErrorId);
    }

    [Fact]
    public void Progress_and_warnings_come_while_it_works()
    {
        _image.Root.AppendSource("deb [trusted=yes] copy:/no/such/repository ./");
        SessionOutput output = _image.Observe(Install);
        Assert.Single(output.Output);
        Assert.Contains(output.Warnings, warning => warning.StartsWith("[RepositoryUnavailable] ", StringComparison.Ordinal));
        Assert.All(output.Warnings, warning => Assert.Matches(@"^\[[A-Z][A-Za-z]+\] \S", warning));
        Assert.Contains(output.Progress, record => record.PercentComplete > 0);
        Assert.All(output.Progress, record => Assert.InRange(record.PercentComplete, -1, 100));
        Assert.Equal(ProgressRecordType.Completed, output.Progress[^1].RecordType);
        Assert.Single(output.Progress, record => record.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void A_second_install_has_nothing_to_do_and_asks_nothing()
    {
        _image.Observe(Install + " -InstallOverrideList $args[0]", _image.List("patches: [{id: both}]"));
        _image.Host.Answer = _ => "Yes";
        PSObject result = Assert.Single(_image.Run(Install + " -InstallOverrideList $args[0] -Confirm", _image.List("patches: [{id: both}]")));
        Assert.Empty((System.Collections.IEnumerable)result.Properties["Changes"].Value);
        Assert.Empty(_image.Host.Questions);
    }

    [Fact]
    public void The_plan_of_this_machine_says_whether_it_would_be_restarted()
    {
        PSObject plan = Assert.Single(_image.Run("Install-PatchBaseline -NoRefresh -WhatIf"));
        string[] expected =
        [
            .. Equals(plan.Properties["IsEmpty"].Value, true) ? (string[])[] : ["Install patches"],
            .. Equals(plan.Properties["IsRestartPlanned"].Value, true) ? ["Restart"] : (string[])[],
        ];
        Assert.Equal(expected, _image.Host.Lines.Where(line => line.StartsWith("What if", StringComparison.Ordinal)).Select(line => line.Split('"')[1].Split(" (")[0]));
    }
}
