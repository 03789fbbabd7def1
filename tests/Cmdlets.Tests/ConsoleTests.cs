using System.Diagnostics;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class ConsoleTests
{
    [Fact]
    public void Arguments_are_joined_to_a_script() =>
        Assert.Equal(["2 of 3"], ConsoleProgram.Run("'{0}", "of", "{1}'", "-f", "(1+1),", "3").Succeeded().Lines);

    [Fact]
    public void Standard_input_is_a_script()
    {
        ConsoleResult result = new ConsoleProgram { Input = "$a = 'several'\n\"$a lines\"\n" }.Start();
        Assert.Equal(["several lines"], result.Succeeded().Lines);
    }

    [Fact]
    public void A_file_gets_its_arguments_and_knows_where_it_is()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("it's.ps1", "param($Name, [switch]$Flag, [int]$Count, [switch]$Off) \"$Name|$Flag|$Count|$Off|$PSScriptRoot\"; exit 5");
        ConsoleResult result = ConsoleProgram.Run("-File", script, "two 'words'; exit 9", "-Flag", "-Count", "3", "-Off:$false");
        Assert.Equal([$"two 'words'; exit 9|True|3|False|{folder.Path}"], result.Lines);
        Assert.Equal(5, result.ExitCode);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("& { exit 8 }", 8)]
    [InlineData("$Host.SetShouldExit(9)", 9)]
    [InlineData("throw 'no'", 1)]
    [InlineData("1 / 0", 1)]
    [InlineData("No-SuchCommand", 1)]
    [InlineData("if (", 1)]
    [InlineData("Get-Item nothing:/here -ErrorAction Stop", 1)]
    [InlineData("try { throw 'no' } catch { }", 0)]
    [InlineData("Get-Module -ListAvailable -Name none; 1", 0)]
    public void The_exit_code_tells_how_it_ended(string script, int expected) => Assert.Equal(expected, ConsoleProgram.Run(script).ExitCode);

    [Fact]
    public void A_terminating_error_ends_the_script_and_goes_to_standard_error_with_category_and_id()
    {
        ConsoleResult result = ConsoleProgram.Run("'before'; Invoke-PatchScan -Path ./no-such-baseline.json -NoRefresh; 'after'");
        Assert.Equal(["before"], result.Lines);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Invoke-PatchScan: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("no-such-baseline.json", result.Error, StringComparison.Ordinal);
        Assert.Contains("ObjectNotFound, BaselineNotFound,PatchBaselineAssociation.Commands.InvokePatchScanCommand", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_non_terminating_error_lets_the_script_go_on()
    {
        using var folder = new TemporaryFolder();
        ConsoleResult result = ConsoleProgram.Run($"Get-PatchState -StatePath '{folder.Path}'; 'after'");
        Assert.Equal(["after"], result.Lines);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("ObjectNotFound, StateNotFound", result.Error, StringComparison.Ordinal);
        Assert.Contains(folder.Path, result.Error, StringComparison.Ordinal);
        Assert.Contains("Invoke-PatchScan", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_coloured_or_cut_where_output_is_a_file()
    {
        ConsoleResult result = ConsoleProgram.Run("Get-Module PatchBaselineAssociation; [pscustomobject]@{ A = 'x' * 150; B = 'end' }; throw 'no'");
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.Contains(new string('x', 150), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_and_verbose_text_go_to_standard_error()
    {
        ConsoleResult result = ConsoleProgram.Run(
            "function Write-Both { [CmdletBinding()] param() $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('details'); $PSCmdlet.WriteProgress(([System.Management.Automation.ProgressRecord]::new(1, 'moving', 'on'))); 'out' }; Write-Both -Verbose");
        Assert.Equal(["out"], result.Lines);
        Assert.Equal(["WARNING: careful", "VERBOSE: details"], result.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_question_fails_where_nobody_can_answer()
    {
        ConsoleResult result = new ConsoleProgram { Input = "y\n" }.Start(
            "function Restart-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('the node', 'Restart')) { 'restarted' } }; Restart-It");
        Assert.Equal("", result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-Confirm:$false", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0)]
    [InlineData("-File", 2)]
    public void Help_and_wrong_use_show_how_it_is_used(string argument, int exitCode)
    {
        ConsoleResult result = ConsoleProgram.Run(argument);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("-File <path>", exitCode == 0 ? result.Output : result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        ConsoleResult result = ConsoleProgram.Run("-File", "no-such.ps1");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no-such.ps1", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_stops_the_pipeline(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill, which Windows lacks.");

        using Process process = new ConsoleProgram().Launch("'started'; try { while ($true) { } } finally { [Console]::Out.WriteLine('cleaned') }");
        Assert.Equal("started", process.StandardOutput.ReadLine());
        using (Process kill = Process.Start("kill", ["-s", signal, process.Id.ToString()]))
            kill.WaitForExit();

        ConsoleResult result = ConsoleProgram.Finish(process);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(["cleaned"], result.Lines);
    }
}
