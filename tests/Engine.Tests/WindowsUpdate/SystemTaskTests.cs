using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class SystemTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EventList _events = new();
    private readonly ScriptedScheduler _scheduler = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_answer_of_the_task_is_handed_back_and_nothing_is_left()
    {
        string? script = null, parameters = null;
        _scheduler.OnStart = folder =>
        {
            script = File.ReadAllText(Path.Combine(folder, "run.ps1"));
            parameters = File.ReadAllText(Path.Combine(folder, "parameters.xml"));
            File.WriteAllText(Path.Combine(folder, "answer.xml"), "the answer");
        };
        _scheduler.AnswersUntilEnd = 3;

        string answer = await Run();

        Assert.Equal("the answer", answer);
        Assert.Equal(("the script", "the parameters"), (script, parameters));
        Assert.Equal("C:\\shell.exe", _scheduler.Program);
        Assert.StartsWith("-File \"", _scheduler.Arguments, StringComparison.Ordinal);
        AssertClean();
    }

    [Theory]
    [InlineData(0, "ended without an answer.")]
    [InlineData(unchecked((int)0x80070002), "ended without an answer, with the result 0x80070002 ERROR_FILE_NOT_FOUND")]
    public async Task A_task_without_an_answer_is_an_error(int result, string words)
    {
        _scheduler.Result = result;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => Run());

        Assert.Equal(ErrorIds.ScheduledTaskFailed, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        AssertClean();
    }

    [Theory]
    [InlineData(unchecked((int)0x80070005), ErrorKind.PermissionDenied)]
    [InlineData(unchecked((int)0x80041315), ErrorKind.ResourceUnavailable)]
    public async Task What_the_scheduler_refuses_is_an_error(int code, ErrorKind kind)
    {
        _scheduler.OnStart = _ => throw new ComCallException("ITaskFolder.RegisterTaskDefinition", code);

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => Run());

        Assert.Equal((ErrorIds.ScheduledTaskFailed, kind), (error.ErrorId, error.Kind));
        AssertClean();
    }

    [Fact]
    public async Task A_task_that_never_ends_is_stopped_in_time()
    {
        _scheduler.AnswersUntilEnd = int.MaxValue;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => Run());

        Assert.Contains("was stopped, because it had not ended in 60 minutes", error.Message, StringComparison.Ordinal);
        Assert.True(_scheduler.IsStopped);
        AssertClean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ctrl_C_stops_what_may_be_stopped_alone(bool mayBeStopped)
    {
        using CancellationTokenSource source = new();
        _scheduler.AnswersUntilEnd = int.MaxValue;
        _scheduler.OnStart = _ => source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(mayBeStopped, source.Token));

        Assert.Equal(mayBeStopped, _scheduler.IsStopped);
        Assert.True(_scheduler.IsRemoved);
        Assert.Equal(mayBeStopped ? 0 : 1, Directory.GetDirectories(_folder["tasks"]).Length);
    }

    private void AssertClean()
    {
        Assert.True(_scheduler.IsRemoved);
        Assert.True(_scheduler.IsDisposed);
        Assert.Empty(Directory.GetDirectories(_folder["tasks"]));
    }

    private Task<string> Run(bool mayBeStopped = true, CancellationToken cancellationToken = default) =>
        new SystemTask(() => _scheduler, new PhysicalFileSystem(), new SettableClock(), _events, _folder["tasks"], path => Directory.CreateDirectory(path)).RunAsync(
            new SystemTaskRequest
            {
                Program = "C:\\shell.exe",
                Arguments = "-File \"{0}\"",
                Script = "the script",
                Parameters = "the parameters",
                Limit = TimeSpan.FromHours(1),
                MayBeStopped = mayBeStopped,
            },
            cancellationToken);
}
