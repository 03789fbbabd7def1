using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>However the running system's root is written, its state is in one place: otherwise two runs would not know of each other.</summary>
public sealed class RunningSystemRootTests : IDisposable
{
    private readonly InstallScene _scene = new();
    private readonly States.TemporaryFolder _folder = new();

    public static TheoryData<string> Roots => OperatingSystem.IsLinux() ? ["/", "//", "/../", "/proc/self/root"] : ["/", "//", "/../"];

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task The_state_is_that_of_the_running_system(string root)
    {
        EngineServices services = _scene.Services() with
        {
            StateFolders = StateFolders.OfUnix(_ => null) with { System = _scene.StatePath, User = _folder["user"] },
        };

        PatchOperationResult result = await new ScanOperation(services).RunAsync(_scene.Request() with { Root = root, StatePath = null }, CancellationToken.None);

        PatchEngine engine = new(services);
        Assert.Equal(_scene.StatePath, result.StateFolder);
        Assert.Equal(result.EndTime, Assert.Single(engine.GetHistory(statePath: null, root)).EndTime);
        Assert.Equal(result.Patches.Count, engine.GetState(statePath: null, root).Count);
    }

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }
}
