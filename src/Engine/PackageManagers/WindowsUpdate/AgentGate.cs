namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>The session that a run has with the agent: begun when it is first needed, and ended with the last who holds it.</summary>
/// <param name="create">Makes the agent.</param>
/// <param name="delay">Lets time pass.</param>
internal sealed class AgentGate(Func<IWindowsUpdateAgent> create, Func<TimeSpan, CancellationToken, Task> delay)
{
    private AgentSession? _session;
    private int _holders;

    public void Hold() => _holders++;

    public void Release()
    {
        if (--_holders > 0)
            return;
        _session?.Dispose();
        _session = null;
    }

    /// <summary>Whoever asks holds it.</summary>
    public async Task<T> AskAsync<T>(string what, Func<IWindowsUpdateAgent, T> question, TimeSpan limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _session ??= await AgentSession.OpenAsync(create, delay, timeout, cancellationToken).ConfigureAwait(false);
        return await _session.AskAsync(what, question, limit, cancellationToken).ConfigureAwait(false);
    }
}
