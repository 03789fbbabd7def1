namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The whole module on a Windows of wine, with a Windows Update Agent that answers through COM.</summary>
public sealed class WindowsScanTests(WindowsImage image) : IDisposable
{
    private readonly WindowsMachine _machine = image.Copy();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_predefined_baseline_of_windows_applies()
    {
        _machine.Enter();

        WindowsRun run = _machine.RunForResult("Resolve-PatchBaseline -Offline");

        Assert.Equal("AWS-DefaultPatchBaseline", run.Text("Name"));
        Assert.Empty(run.Errors);
    }
}
