using System.Management.Automation;
using PatchBaselineAssociation.Commands;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>What a scheduled task runs, run here without one: the script, what it is given and what it gives.</summary>
public sealed class SystemAccountRunTests : IDisposable
{
    private readonly ImageSession _image = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _image.Dispose();
    }

    [Fact]
    public void A_command_is_run_with_its_parameters_and_its_result_handed_back()
    {
        SystemAccountAnswer answer = Run("Invoke-PatchScan", new Dictionary<string, object?>
        {
            ["Path"] = _image.Baseline,
            ["Root"] = _image.Root.Path,
            ["StatePath"] = _image.StatePath,
            ["LockTimeout"] = TimeSpan.FromSeconds(30),
            ["AsOf"] = new DateTimeOffset(2030, 1, 31, 0, 0, 0, TimeSpan.Zero),
            ["NoRefresh"] = new SwitchParameter(isPresent: false),
        });

        Assert.Null(answer.Failure);
        Assert.Empty(answer.Errors);
        PSObject result = Assert.IsType<PSObject>(Assert.Single(answer.Results));
        Assert.Equal("Deserialized.PatchBaselineAssociation.Operations.PatchOperationResult", result.TypeNames[0]);
        Assert.Contains("both.", string.Join(' ', LanguagePrimitives.GetEnumerable(result.Properties["Patches"].Value).Cast<object>().Select(patch => ((PSObject)patch).Properties["Id"].Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_that_ends_a_command_keeps_its_id()
    {
        SystemAccountAnswer answer = Run("Invoke-PatchScan", new Dictionary<string, object?> { ["Path"] = Path.Combine(_folder.Path, "none.json"), ["Root"] = _image.Root.Path });

        Assert.Equal((ErrorIds.BaselineNotFound, ErrorKind.ObjectNotFound), (answer.Failure!.ErrorId, answer.Failure.Kind));
        Assert.NotEmpty(answer.Failure.Message);
        Assert.Empty(answer.Results);
    }

    [Theory]
    [InlineData("/opt/pwsh.exe", "/opt", "/other.exe", "/opt/pwsh.exe", "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"{0}\"")]
    [InlineData("/opt/powershell.exe", "/opt", "/wsmprovhost.exe", "/opt/powershell.exe", "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"{0}\"")]
    [InlineData("", "/opt", "/x/PatchBaselineAssociation.Console.exe", "/x/PatchBaselineAssociation.Console.exe", "-File \"{0}\"")]
    public void A_shell_is_found(string existing, string home, string process, string program, string arguments) =>
        Assert.Equal((program, arguments), SystemAccountRun.FindShell(home, process, path => path == existing));

    [Fact]
    public void Without_a_shell_there_is_no_task() =>
        Assert.Equal(ErrorIds.ScheduledTaskFailed, Assert.Throws<PatchException>(() => SystemAccountRun.FindShell("/opt", "/ise.exe", _ => false)).ErrorId);

    [Fact]
    public void Elsewhere_than_on_Windows_it_is_refused()
    {
        ErrorRecord error = Assert.Single(_image.Observe("Invoke-PatchScan -UseScheduledTask -Path $baseline -Root $root").Errors);

        Assert.StartsWith(ErrorIds.ParametersContradict, error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private SystemAccountAnswer Run(string command, Dictionary<string, object?> parameters)
    {
        string script = _folder.Write("run.ps1", SystemAccountRun.Script);
        _folder.Write("parameters.xml", SystemAccountRun.Describe(BuiltModule.Manifest, command, parameters));
        using ModuleSession session = new(isImported: false);
        session.Run("& $args[0]", script);
        return SystemAccountRun.Read(File.ReadAllText(Path.Combine(_folder.Path, "answer.xml")));
    }
}
