using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What is asked of the agent, with its time limits and what is made of its warnings.</summary>
/// <param name="gate">The session.</param>
/// <param name="lockTimeout">How long to wait for another session of this process.</param>
/// <param name="events">Is told of warnings.</param>
internal sealed class AgentCalls(AgentGate gate, TimeSpan lockTimeout, IEventSink events)
{
    private const string SearchText = "search for updates";
    private const string Offered = "IsInstalled=0";
    private const string Installed = "IsInstalled=1";
    private const string RestartPending = "RebootRequired=1";
    private const int MostHistory = 2000;
    private const int MostShown = 5;
    private const int InvalidCriteria = unchecked((int)0x80240032);

    private static readonly TimeSpan s_short = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_offline = TimeSpan.FromMinutes(20);

    // The first search of a machine that was not patched for long takes that much.
    private static readonly TimeSpan s_online = TimeSpan.FromMinutes(60);

    /// <exception cref="PatchException">UpdateAgentDenied: the agent does not serve this logon.</exception>
    public Task<bool> IsRestartRequiredAsync(CancellationToken cancellationToken) =>
        AskAsync("say whether a restart is due", agent => agent.IsRestartRequired(), s_short, cancellationToken);

    public Task<InstallerState> ReadInstallerAsync(CancellationToken cancellationToken) =>
        AskAsync("install updates", agent => agent.ReadInstaller(), s_short, cancellationToken);

    /// <summary>Everything that is not installed, what is hidden or replaced included.</summary>
    public Task<IReadOnlyList<AgentUpdate>> FindOfferedAsync(bool isOnline, CancellationToken cancellationToken) => SearchAsync(
        new UpdateQuery { Criteria = Offered, IsOnline = isOnline, IncludesSuperseded = true, KeepsUpdates = true }, isOnline ? s_online : s_offline, cancellationToken);

    public Task<IReadOnlyList<AgentUpdate>> FindInstalledAsync(CancellationToken cancellationToken) =>
        SearchAsync(new UpdateQuery { Criteria = Installed, IsOnline = false }, s_offline, cancellationToken);

    /// <summary>What is on and waits for a restart.</summary>
    public async Task<IReadOnlyList<AgentUpdate>> FindPendingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SearchAsync(new UpdateQuery { Criteria = RestartPending, IsOnline = false }, s_offline, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (e.InnerException is ComCallException { HResult: InvalidCriteria })
        {
            events.Verbose($"This version of the Windows Update Agent does not search for what waits for a restart: {e.Message}");
            return [];
        }
    }

    /// <summary>When updates were put on. Without it they have no time.</summary>
    public Task<IReadOnlyList<UpdateHistoryEntry>> ReadHistoryAsync(CancellationToken cancellationToken) =>
        AskForMoreAsync("read its history", agent => agent.ReadHistory(MostHistory), cancellationToken);

    public Task<IReadOnlyList<UpdateService>> ReadServicesAsync(CancellationToken cancellationToken) =>
        AskForMoreAsync("name its services", agent => agent.ReadServices(), cancellationToken);

    public Task<T> AskAsync<T>(string what, Func<IWindowsUpdateAgent, T> question, TimeSpan limit, CancellationToken cancellationToken) =>
        gate.AskAsync(what, question, limit, lockTimeout, cancellationToken);

    /// <summary>For what a run can do without.</summary>
    private async Task<IReadOnlyList<T>> AskForMoreAsync<T>(string what, Func<IWindowsUpdateAgent, IReadOnlyList<T>> question, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(what, question, s_short, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (e.InnerException is ComCallException)
        {
            events.Verbose(e.Message);
            return [];
        }
    }

    private async Task<IReadOnlyList<AgentUpdate>> SearchAsync(UpdateQuery query, TimeSpan limit, CancellationToken cancellationToken)
    {
        UpdateSearch search = await AskAsync(SearchText, agent => agent.Search(query), limit, cancellationToken).ConfigureAwait(false);
        string words = string.Join("; ", search.Warnings.Take(MostShown).Select(Describe)) + (search.Warnings.Count > MostShown ? " …" : "");
        if (search.Result is not (UpdateResultCode.Succeeded or UpdateResultCode.SucceededWithErrors))
        {
            throw new PatchException(
                ErrorIds.UpdateAgentFailed,
                ErrorKind.InvalidResult,
                $"The Windows Update Agent's search ({query.Criteria}) ended as {search.Result}{(words.Length == 0 ? "" : $": {words}")}.",
                query.Criteria,
                "'Get-WindowsUpdateLog' shows what the agent did.");
        }

        if (search.Result == UpdateResultCode.SucceededWithErrors || search.Warnings.Count > 0)
        {
            events.Warn(
                ErrorIds.UpdateSearchIncomplete,
                $"The search for updates ({query.Criteria}) succeeded with errors, so updates may be missing from it{(words.Length == 0 ? "" : $": {words}")}. What it found counts.",
                query.Criteria);
        }

        foreach (AgentUpdate update in search.Updates.Where(update => update.Unreadable.Count > 0))
        {
            events.Warn(
                ErrorIds.UpdateUnreadable,
                $"Of the update {UpdateText.NameOf(update)} could not be read: {string.Join(", ", update.Unreadable)}. It is judged by the rest.",
                update.Key.ToString());
        }

        return search.Updates;
    }

    private static string Describe(UpdateProblem problem) =>
        UpdateCodes.Describe(problem.Code) + (problem.Message.Trim() is { Length: > 0 } message ? $" ({SecretRedactor.Redact(message)})" : "");
}
