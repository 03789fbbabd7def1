using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class AgentSessionTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly UpdateWorld _world = new();

    public void Dispose() => _turn.Dispose();

    [Fact]
    public async Task Everything_is_asked_on_one_thread_that_is_not_ours()
    {
        List<int> threads = [];
        _world.OnCall = _ => threads.Add(Environment.CurrentManagedThreadId);
        using AgentSession session = await Open();

        await session.AskAsync("ask", agent => agent.IsRestartRequired(), s_long, CancellationToken.None);
        await session.AskAsync("ask", agent => agent.ReadInstaller(), s_long, CancellationToken.None);

        Assert.Equal(3, threads.Count);
        Assert.Single(threads.Distinct());
    }

    [Fact]
    public async Task Sessions_take_turns()
    {
        AgentSession first = await Open();
        PatchException busy = await Assert.ThrowsAsync<PatchException>(() => Open(TimeSpan.Zero));
        Task<AgentSession> waiting = Open();
        Assert.False(waiting.IsCompleted);

        first.Dispose();
        using AgentSession second = await waiting;

        Assert.Equal(ErrorIds.PackageManagerBusy, busy.ErrorId);
        Assert.Equal(1, _world.OpenAgents);
    }

    [Fact]
    public async Task An_agent_that_cannot_be_made_leaves_the_turn_to_others()
    {
        _world.OnCall = call => throw new ComCallException(call, ComObject.ClassNotRegistered);
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => Open());

        _world.OnCall = _ => { };
        using AgentSession session = await Open();

        Assert.Equal(ErrorIds.PackageManagerMissing, error.ErrorId);
    }

    [Fact]
    public async Task A_lost_session_answers_nothing_more()
    {
        using ManualResetEventSlim end = new();
        TaskCompletionSource hang = new();
        using AgentSession session = await Open(delay: (_, _) => hang.Task);

        PatchException first = await Assert.ThrowsAsync<PatchException>(() => session.AskAsync(
            "hang",
            _ =>
            {
                hang.SetResult();
                end.Wait();
                return true;
            },
            s_long,
            CancellationToken.None));
        PatchException second = await Assert.ThrowsAsync<PatchException>(() => session.AskAsync("ask", agent => agent.IsRestartRequired(), s_long, CancellationToken.None));
        using (AgentSession next = await Open(TimeSpan.Zero))
            Assert.False(await next.AskAsync("ask", agent => agent.IsRestartRequired(), s_long, CancellationToken.None));
        end.Set();

        Assert.Equal((ErrorIds.UpdateAgentTimedOut, ErrorIds.UpdateAgentTimedOut), (first.ErrorId, second.ErrorId));
        Assert.True(session.IsAbandoned);
    }

    private Task<AgentSession> Open(TimeSpan? timeout = null, Func<TimeSpan, CancellationToken, Task>? delay = null) => AgentSession.OpenAsync(
        () => new ScriptedAgent(_world), delay ?? ((_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token)), timeout ?? s_long, _turn, CancellationToken.None);
}
