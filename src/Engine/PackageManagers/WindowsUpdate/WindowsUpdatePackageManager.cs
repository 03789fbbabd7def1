using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>The Windows Update Agent, whichever server Windows itself takes its updates from.</summary>
internal sealed class WindowsUpdatePackageManager : IPackageManager
{
    private const string Activity = "Scanning";
    private const string DefaultSource = "Windows Update";
    private const int MostShown = 10;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestServicing = TimeSpan.FromMinutes(30);

    private readonly AgentGate _gate;
    private readonly IUpdatePolicy _policy;
    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly IEventSink _events;

    private readonly UpdateMemory _memory = new();

    /// <param name="create">Makes an agent.</param>
    /// <param name="policy">Group Policy.</param>
    /// <param name="files">For the log of a transaction.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="events">Is told what goes on.</param>
    /// <param name="delay">Lets time pass that an agent may take.</param>
    public WindowsUpdatePackageManager(
        Func<IWindowsUpdateAgent> create, IUpdatePolicy policy, IFileSystem files, IClock clock, IEventSink events, Func<TimeSpan, CancellationToken, Task> delay)
    {
        _gate = new AgentGate(create, delay);
        _policy = policy;
        _files = files;
        _clock = clock;
        _events = events;
    }

    public PackageManagerKind Kind => PackageManagerKind.WindowsUpdate;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        _gate.Hold();
        try
        {
            AgentCalls calls = new(_gate, options.LockTimeout, _events);
            _events.Progress(Activity, "Asking the Windows Update Agent", 5);
            await CheckLogonAsync(calls, isChange: options.Lists == PackageLists.System, cancellationToken).ConfigureAwait(false);
            if (options.IsAfterRestart)
                await WaitForServicingAsync(calls, cancellationToken).ConfigureAwait(false);
            string source = await FindSourceAsync(calls, cancellationToken).ConfigureAwait(false);
            _events.Progress(Activity, options.Refresh ? $"Searching for updates at {source}" : "Searching for updates among those that the agent knows", 10);
            IReadOnlyList<AgentUpdate> offered = await calls.FindOfferedAsync(options.Refresh, cancellationToken).ConfigureAwait(false);
            _events.Progress(Activity, "Reading what is installed", 60);
            IReadOnlyList<AgentUpdate> installed = await calls.FindInstalledAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<AgentUpdate> pending = await calls.FindPendingAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<UpdateHistoryEntry> history = await calls.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);

            UpdateInventoryBuilder builder = new(new UpdatePatches(node, source), history);
            UpdateInventory found = builder.Build(Merge(offered, [.. installed.Select(update => update with { IsInstalled = true })], pending), _memory.IsOn);
            _memory.Inventory = found;
            TellOfOthers(found.WithoutKb);
            return new Inventory
            {
                VersionScheme = VersionScheme.Update,
                Entries = found.Entries,
                Repositories =
                [
                    new RepositoryHealth
                    {
                        Name = source,
                        Status = options.Refresh ? RepositoryStatus.Current : RepositoryStatus.NotRefreshed,
                        IsUsed = true,
                        MetadataTime = options.Refresh ? _clock.UtcNow : null,
                    },
                ],
            };
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<IPackageTransaction>(new WindowsUpdateTransaction(_gate, _memory, options, _files, _clock, _events));

    /// <summary>Whoever hands an update out may do so in several answers: what any of them says of it counts.</summary>
    private static Dictionary<UpdateKey, AgentUpdate>.ValueCollection Merge(params IReadOnlyList<AgentUpdate>[] searches)
    {
        Dictionary<UpdateKey, AgentUpdate> updates = [];
        for (int i = 0; i < searches.Length; i++)
        {
            bool isPending = i == searches.Length - 1;
            foreach (AgentUpdate update in searches[i])
            {
                AgentUpdate found = isPending ? update with { IsRestartPending = true } : update;
                updates[update.Key] = updates.TryGetValue(update.Key, out AgentUpdate? known)
                    ? known with { IsInstalled = known.IsInstalled || found.IsInstalled, IsRestartPending = known.IsRestartPending || found.IsRestartPending }
                    : found;
            }
        }

        return updates.Values;
    }

    /// <summary>A logon that came over the network may search on some versions of Windows, and never install.</summary>
    private async Task CheckLogonAsync(AgentCalls calls, bool isChange, CancellationToken cancellationToken)
    {
        try
        {
            if (await calls.IsRestartRequiredAsync(cancellationToken).ConfigureAwait(false))
                _events.Verbose("Windows waits for a restart.");
        }
        catch (PatchException e) when (!isChange && string.Equals(e.ErrorId, ErrorIds.UpdateAgentDenied, StringComparison.Ordinal))
        {
            _events.Warn(e.ErrorId, $"{e.Message} The scan goes on, and fails where Windows does not let it search either. An install from here would be refused. {e.RecommendedAction}", e.Target);
        }
    }

    /// <summary>After a restart Windows goes on with what updates left to be done: until then it says of them what will not stay true.</summary>
    private async Task WaitForServicingAsync(AgentCalls calls, CancellationToken cancellationToken)
    {
        DateTimeOffset end = _clock.UtcNow + s_longestServicing;
        while (_policy.IsServicing() || (await calls.ReadInstallerAsync(cancellationToken).ConfigureAwait(false)).IsBusy)
        {
            if (_clock.UtcNow >= end)
            {
                _events.Warn(ErrorIds.PackageManagerBusy, "Windows has not finished its servicing half an hour after the restart. What is reported is how it is now; the next scan tells what has come of it.", DefaultSource);
                return;
            }

            _events.Progress(Activity, "Waiting for Windows to finish what the restart left to be done");
            await _clock.DelayAsync(s_poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> FindSourceAsync(AgentCalls calls, CancellationToken cancellationToken)
    {
        string server = SecretRedactor.Redact(_policy.FindServer());
        IReadOnlyList<UpdateService> services = await calls.ReadServicesAsync(cancellationToken).ConfigureAwait(false);
        UpdateService? used = services.FirstOrDefault(service => service.IsDefault && service.Name.Length > 0);
        if (server.Length > 0)
            return $"the organisation's update server {server} (Group Policy)";
        return used?.Name ?? DefaultSource;
    }

    private void TellOfOthers(IReadOnlyList<AgentUpdate> updates)
    {
        AgentUpdate[] offered = [.. updates.Where(update => !_memory.IsOn(update))];
        AgentUpdate[] software = [.. offered.Where(update => !update.IsDriver)];
        if (software.Length > 0)
        {
            _events.Warn(
                ErrorIds.UpdateWithoutKb,
                $"{software.Length} update(s) are offered that no KB number names, so a patch baseline cannot speak of them: {Titles(software)}. They are left alone.",
                software.Select(update => update.Title).ToArray());
        }

        AgentUpdate[] drivers = [.. offered.Where(update => update.IsDriver)];
        if (drivers.Length > 0)
            _events.Verbose($"{drivers.Length} driver(s) are offered that no KB number names; they are left alone: {Titles(drivers)}.");
        int installed = updates.Count - offered.Length;
        if (installed > 0)
            _events.Verbose($"{installed} installed update(s) have no KB number and are in no list.");
    }

    private static string Titles(AgentUpdate[] updates) =>
        string.Join(", ", updates.Take(MostShown).Select(UpdateText.NameOf)) + (updates.Length > MostShown ? " …" : "");
}
