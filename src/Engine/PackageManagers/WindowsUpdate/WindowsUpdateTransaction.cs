using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Puts updates on through the agent: each on its own, so that one that has to be alone is, each has its own result, and there is progress to show.</summary>
internal sealed class WindowsUpdateTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(10);

    private readonly AgentGate _gate;
    private readonly AgentCalls _calls;
    private readonly UpdateMemory _memory;
    private readonly TransactionOptions _options;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly UpdateLog _log;

    // Where one cannot be had, the others are asked for again without it.
    private readonly HashSet<UpdateKey> _fetched = [];
    private bool _isDisposed;
    private bool _hasChanged;

    public WindowsUpdateTransaction(AgentGate gate, UpdateMemory memory, TransactionOptions options, IFileSystem files, IClock clock, IEventSink events)
    {
        _gate = gate;
        _calls = new AgentCalls(gate, options.LockTimeout, events);
        _memory = memory;
        _options = options;
        _clock = clock;
        _events = events;
        _log = new UpdateLog(options.LogFile, files, clock, events);
        gate.Hold();
    }

    public string MendingCommand => "DISM /Online /Cleanup-Image /ScanHealth";

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _gate.Release();
    }

    /// <summary>Windows finishes what was interrupted by itself.</summary>
    public async Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished) => Task.FromResult(new RepairReport([], TransactionReport.Empty, []));

    public async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset end = _clock.UtcNow + _options.LockTimeout;
        for (bool isTold = false; (await _calls.ReadInstallerAsync(cancellationToken).ConfigureAwait(false)).IsBusy; isTold = true)
        {
            if (_clock.UtcNow >= end)
                throw AgentFailure.Busy("somebody else installs updates through it");
            if (!isTold)
                _events.Progress(Activity, "Waiting for another installation of updates to end");
            await _clock.DelayAsync(s_poll, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Accept()
    {
        // There is no solver that would have to be told.
    }

    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided)
    {
        // Updates bring no companions of their own choice.
    }

    /// <summary>Updates stand for themselves: what the agent offers can be put on, but for what wants to talk to somebody.</summary>
    public Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, InstalledState> installed = _memory.Installed();
        foreach (PackageVersion target in targets)
        {
            if (Find(target) is not { } update)
                return Impossible($"Windows Update does not offer {target} any more");
            if (update.CanRequestUserInput)
                return Impossible("the update may ask for input while it is installed, and nobody is there to answer; install it by hand");
        }

        return Task.FromResult(new TransactionSimulation
        {
            IsPossible = true,
            Steps =
            [
                .. targets.Select(target => new PackageStep
                {
                    Kind = PackageStepKind.Upgrade,
                    Name = target.Name,
                    Architecture = target.Architecture,
                    InstalledVersion = installed.TryGetValue(target.Id, out InstalledState? state) ? state.Version : "",
                    Version = target.Version,
                }),
            ],
        });

        static Task<TransactionSimulation> Impossible(string problem) => Task.FromResult(new TransactionSimulation { IsPossible = false, Problem = problem });
    }

    public Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        Dictionary<string, long> bytes = new(StringComparer.Ordinal);
        foreach (PackageVersion target in targets)
        {
            if (Find(target) is { IsDownloaded: false, MaximumDownloadSize: > 0 } update)
                bytes[target.Id] = update.MaximumDownloadSize;
        }

        return Task.FromResult(new TransactionCost { DownloadBytes = bytes, DiskBytes = null, Services = [] });
    }

    /// <summary>Licence terms are accepted here: by now somebody has agreed to the install.</summary>
    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        await RefuseBeforeRestartAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        long total = Math.Max(1, targets.Sum(SizeOf));
        long done = 0;
        for (int i = 0; i < targets.Count; i++)
        {
            PackageVersion target = targets[i];
            if (Find(target) is { } known && _fetched.Contains(known.Key))
            {
                done += SizeOf(target);
                continue;
            }

            _events.Progress(Activity, $"Downloading {Position(i, targets.Count)}: {Title(target)}", (int)(30 * done / total));
            UpdateOutcome outcome = await FetchAsync(target, cancellationToken).ConfigureAwait(false);
            if (!outcome.IsSuccess)
                failures[target.Id] = Explain(outcome);
            done += SizeOf(target);
        }

        return failures;
    }

    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        DateTimeOffset end = _clock.UtcNow + _options.InstallTimeout;
        Dictionary<string, string> failures = new(StringComparer.Ordinal);

        // What has to be alone comes first: the servicing stack is among it, and others build on that.
        PackageVersion[] order = [.. targets.OrderBy(target => Find(target) is { Impact: UpdateImpact.Exclusive } ? 0 : 1)];
        string? stopped = null;
        for (int i = 0; i < order.Length; i++)
        {
            PackageVersion target = order[i];
            TimeSpan left = end - _clock.UtcNow;
            if (stopped is null && left <= TimeSpan.Zero)
                stopped = $"the time for the install, {Math.Round(_options.InstallTimeout.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes, was over before its turn";
            if (stopped is not null)
            {
                failures[target.Id] = stopped;
                continue;
            }

            _events.Progress(Activity, $"Installing {Position(i, order.Length)}: {Title(target)}", 30 + (65 * i / order.Length));
            try
            {
                if (await PutOnAsync(target, left).ConfigureAwait(false) is { } failure)
                    failures[target.Id] = failure;
            }
            catch (PatchException e)
            {
                // The agent hangs, or the session is lost: nothing more can be asked of it.
                _log.Write($"{target}: {e.Message}");
                failures[target.Id] = e.Message.TrimEnd('.');
                stopped = "not reached, because the Windows Update Agent did not come back from an update before it";
            }
        }

        return new TransactionReport
        {
            IsSuccess = failures.Count == 0,
            Failures = failures,
            Problem = failures.Count == 0 ? "" : $"{failures.Count.ToString(CultureInfo.InvariantCulture)} of {order.Length.ToString(CultureInfo.InvariantCulture)} updates could not be installed",
        };
    }

    public Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken) => Task.FromResult(_memory.Installed());

    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => Task.CompletedTask;

    /// <summary>Asked when the result is kept: a failure here is told, and takes nothing away.</summary>
    public async Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.IsRestartRequiredAsync(cancellationToken).ConfigureAwait(false) ? ["Windows Update says that a restart is required."] : [];
        }
        catch (PatchException e)
        {
            _events.Verbose($"Whether a restart is required could not be asked: {e.Message}");
            return [];
        }
    }

    private async Task RefuseBeforeRestartAsync(CancellationToken cancellationToken)
    {
        if (_hasChanged || !(await _calls.ReadInstallerAsync(cancellationToken).ConfigureAwait(false)).IsRestartRequiredFirst)
            return;
        throw new PatchException(
            ErrorIds.RestartRequiredFirst,
            ErrorKind.InvalidOperation,
            "Windows has to restart before any more updates can be installed. Nothing was installed.",
            "restart",
            "Restart the machine, and install again.");
    }

    private async Task<UpdateOutcome> FetchAsync(PackageVersion target, CancellationToken cancellationToken)
    {
        AgentUpdate update = Find(target)!;
        UpdateOutcome outcome = await AskAsync(
            "download updates",
            agent =>
            {
                if (!update.AreTermsAccepted)
                    agent.AcceptTerms(update.Key);
                return agent.Download(update.Key);
            },
            _options.DownloadTimeout,
            cancellationToken).ConfigureAwait(false);
        if (!update.AreTermsAccepted)
            _log.Write($"{target}: the licence terms of {UpdateText.NameOf(update)} were to be accepted");
        _log.Write($"{target}: download {UpdateText.NameOf(update)}: {outcome.Result}, {UpdateCodes.Describe(outcome.Code)}");
        if (outcome.IsSuccess)
            _fetched.Add(update.Key);
        return outcome;
    }

    /// <returns>Why it is not on; null where it is.</returns>
    private async Task<string?> PutOnAsync(PackageVersion target, TimeSpan limit)
    {
        AgentUpdate update = Find(target)!;
        UpdateOutcome outcome = await AskAsync("install updates", agent => agent.Install(update.Key), limit, CancellationToken.None).ConfigureAwait(false);
        _log.Write($"{target}: install {UpdateText.NameOf(update)}: {outcome.Result}, {UpdateCodes.Describe(outcome.Code)}{(outcome.IsRestartRequired ? "; a restart is required" : "")}");
        if (!outcome.IsSuccess)
            return Explain(outcome);
        _hasChanged = true;
        _memory.PutOn(target.Id, target.Version, update.Key, outcome);
        return null;
    }

    /// <summary>A call that fails is the outcome of this update alone.</summary>
    private Task<UpdateOutcome> AskAsync(string what, Func<IWindowsUpdateAgent, UpdateOutcome> question, TimeSpan limit, CancellationToken cancellationToken) => _calls.AskAsync(
        what,
        agent =>
        {
            try
            {
                return question(agent);
            }
            catch (ComCallException e)
            {
                return new UpdateOutcome(UpdateResultCode.Failed, e.HResult);
            }
        },
        limit,
        cancellationToken);

    private AgentUpdate? Find(PackageVersion target) => _memory.Inventory.Offers.TryGetValue((target.Name, target.Version), out AgentUpdate? update) ? update : null;

    private long SizeOf(PackageVersion target) => Find(target) is { IsDownloaded: false } update ? Math.Max(1, update.MaximumDownloadSize) : 1;

    private string Title(PackageVersion target) => Find(target) is { } update ? UpdateText.NameOf(update) : target.ToString();

    private static string Position(int index, int count) => $"{(index + 1).ToString(CultureInfo.InvariantCulture)} of {count.ToString(CultureInfo.InvariantCulture)}";

    private static string Explain(UpdateOutcome outcome) =>
        outcome.Code == 0 ? $"the Windows Update Agent ended it as {outcome.Result} and gave no code" : UpdateCodes.Describe(outcome.Code);
}
