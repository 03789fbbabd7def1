using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>One session with the agent. There is one at a time in a process; others wait for its end.</summary>
internal sealed class AgentSession : IDisposable
{
    private static readonly SemaphoreSlim s_turn = new(1, 1);
    private static readonly TimeSpan s_openTimeout = TimeSpan.FromMinutes(5);

    private readonly AgentThread _thread = new();
    private readonly Func<TimeSpan, CancellationToken, Task> _delay;
    private readonly SemaphoreSlim _turn;
    private IWindowsUpdateAgent? _agent;
    private int _isEnded;

    private AgentSession(Func<TimeSpan, CancellationToken, Task> delay, SemaphoreSlim turn)
    {
        _delay = delay;
        _turn = turn;
    }

    /// <summary>The agent did not come back from a call: nothing more can be asked of it.</summary>
    public bool IsAbandoned => Volatile.Read(ref _isEnded) != 0;

    /// <param name="create">Makes the agent, on the session's thread.</param>
    /// <param name="delay">Lets time pass.</param>
    /// <param name="timeout">How long to wait for the end of another session.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static Task<AgentSession> OpenAsync(Func<IWindowsUpdateAgent> create, Func<TimeSpan, CancellationToken, Task> delay, TimeSpan timeout, CancellationToken cancellationToken) =>
        OpenAsync(create, delay, timeout, s_turn, cancellationToken);

    internal static async Task<AgentSession> OpenAsync(
        Func<IWindowsUpdateAgent> create, Func<TimeSpan, CancellationToken, Task> delay, TimeSpan timeout, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        if (!await turn.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
            throw AgentFailure.Busy("another run in this process uses the Windows Update Agent");
        AgentSession session = new(delay, turn);
        try
        {
            await session.AskAsync("begin a session", () => (session._agent = create()) is not null, s_openTimeout, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Asks the agent something.</summary>
    /// <param name="what">What it is to do, for a message: <c>search for updates</c>.</param>
    /// <param name="question">Called on the session's thread.</param>
    /// <param name="limit">The longest that it may take. The agent cannot be stopped: after that it is left to itself.</param>
    /// <param name="cancellationToken">Ends the waiting, and the session with it.</param>
    /// <exception cref="PatchException">It failed, or took too long.</exception>
    public Task<T> AskAsync<T>(string what, Func<IWindowsUpdateAgent, T> question, TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(what, () => question(_agent ?? throw new InvalidOperationException("The session has no agent.")), limit, cancellationToken);

    /// <summary>Lets the agent go, on its own thread, and the next session begin. Does not wait for an agent that hangs.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        _ = _thread.RunAsync(() =>
        {
            try
            {
                _agent?.Dispose();
            }
            finally
            {
                _turn.Release();
            }

            return true;
        });
        _thread.Dispose();
    }

    private async Task<T> AskAsync<T>(string what, Func<T> question, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (IsAbandoned)
            throw AgentFailure.Abandoned(what);
        Task<T> answer = _thread.RunAsync(question);
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(answer, _delay(limit, waiting.Token)).ConfigureAwait(false);
        if (first != answer && !answer.IsCompleted)
        {
            Abandon(answer);
            cancellationToken.ThrowIfCancellationRequested();
            throw AgentFailure.TimedOut(what, limit);
        }

#pragma warning disable MA0042, CA1849 // It only ends the timer.
        waiting.Cancel();
#pragma warning restore MA0042, CA1849
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (ComCallException e)
        {
            throw AgentFailure.Of(what, e);
        }
    }

    /// <summary>The thread may be in the call for ever: the next session does not wait for it.</summary>
    private void Abandon(Task answer)
    {
        _ = answer.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        _ = _thread.RunAsync(() =>
        {
            _agent?.Dispose();
            return true;
        });
        _thread.Dispose();
        _turn.Release();
    }
}
