using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>Compares a node with its baseline, says patch by patch what is missing and why, and keeps the result. Changes nothing else.</summary>
public sealed class ScanOperation
{
    private const string Activity = "Scanning";

    private readonly EngineServices _services;

    public ScanOperation(EngineServices services) => _services = services;

    /// <exception cref="PatchException">The scan cannot start or cannot be kept. Missing patches are a result, not an error.</exception>
    public async Task<PatchOperationResult> RunAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        IEventSink events = _services.Events;
        DateTimeOffset start = _services.Clock.UtcNow;
        events.Progress(Activity, "Looking at the node", 0);
        Node node = _services.Nodes.Detect(request.Root);
        events.Verbose($"Node {node.Id}: {node.DisplayName}, product {node.Product}, package manager {node.PackageManager}.");
        PatchBaseline baseline = ResolveBaseline(request, node);
        IPackageManager packageManager = _services.PackageManagers(node);

        StateStore store = StateStore.Open(
            new StateStoreOptions { StatePath = request.StatePath, Root = request.Root, Folders = _services.StateFolders },
            StateAccess.Write,
            _services.Files,
            _services.Clock,
            events);
        using RunLock runLock = await store.LockAsync(nameof(PatchOperation.Scan), request.LockTimeout, cancellationToken).ConfigureAwait(false);

        events.Progress(Activity, "Reading packages", 5);
        Inventory inventory = await ReadInventoryAsync(packageManager, node, request, cancellationToken).ConfigureAwait(false);
        CheckRepositories(inventory.Repositories, request.RequireAllRepositories);

        events.Progress(Activity, "Evaluating the baseline", 90);
        IReadOnlyList<PatchDecision> decisions = new PatchEvaluator(baseline, node, request.AsOf ?? start).Evaluate(inventory);
        PatchStates previous = store.ReadStates();
        IReadOnlyList<PatchRecord> records = StateClassifier.Classify(decisions, new ClassificationContext
        {
            OperatingSystem = node.OperatingSystem,
            AvailableSecurityUpdatesCompliant = baseline.AvailableSecurityUpdatesCompliant,
            PreviousStates = previous,
            BootTime = node.BootTime,
        });

        // From here on the result exists: it is kept even when the caller no longer waits for it.
        events.Progress(Activity, "Keeping the result", 97);
        PatchSummary summary = PatchSummary.Of(records);
        RunRecord run = store.Save(
            new RunRecord
            {
                Operation = nameof(PatchOperation.Scan),
                NodeId = node.Id,
                OperatingSystem = node.OperatingSystem.ToWireName(),
                Product = node.Product,
                BaselineId = baseline.BaselineId,
                BaselineName = baseline.Name,
                BaselineSource = baseline.Origin,
                PatchGroup = baseline.Origin?.PatchGroup ?? "",
                SnapshotId = baseline.Origin?.SnapshotId ?? "",
                ExecutionId = Guid.NewGuid().ToString(),
                StartTime = start,
                EndTime = _services.Clock.UtcNow,
                RebootOption = nameof(RebootOption.NoReboot),
                RebootPending = summary.InstalledPendingRebootCount > 0,
                Summary = summary,
                Patches = records,
                Repositories = inventory.Repositories,
            },
            PatchStates.Of(records, previous.LastNoRebootInstallOperationTime));
        events.Verbose($"Kept the result in '{run.StateFolder}'.");
        return PatchOperationResult.Of(run);
    }

    /// <summary>The cache is the machine's or the user's, whatever folder the state goes to: two runs take turns at it.</summary>
    private async Task<Inventory> ReadInventoryAsync(IPackageManager packageManager, Node node, ScanRequest request, CancellationToken cancellationToken)
    {
        string cacheFolder = ChooseCacheFolder();
        using RunLock cacheLock = await RunLock.AcquireAsync(
            cacheFolder,
            RunLockOwner.OfThisProcess(nameof(PatchOperation.Scan), _services.Clock.UtcNow),
            request.LockTimeout,
            _services.Files,
            _services.Events,
            _services.Clock.DelayAsync,
            cancellationToken).ConfigureAwait(false);
        return await packageManager.ReadInventoryAsync(
            node,
            new InventoryOptions { Refresh = !request.NoRefresh, CacheFolder = cacheFolder, LockTimeout = request.LockTimeout },
            cancellationToken).ConfigureAwait(false);
    }

    private PatchBaseline ResolveBaseline(ScanRequest request, Node node)
    {
        if (request.Baseline is not { } given)
            return _services.Baselines.Resolve(request.BaselineRequest, node);
        if (given.OperatingSystem == node.OperatingSystem)
            return given;
        throw new PatchException(
            ErrorIds.BaselineOperatingSystemMismatch,
            ErrorKind.InvalidArgument,
            $"The baseline '{given.Name}' is for {given.OperatingSystem.ToWireName()}, but the node runs {node.OperatingSystem.ToWireName()} ({node.DisplayName}).",
            given.Name,
            $"Give a baseline for {node.OperatingSystem.ToWireName()}, or none to use the predefined one.");
    }

    private string ChooseCacheFolder()
    {
        List<string> problems = [];
        foreach (string folder in _services.CacheFolders)
        {
            try
            {
                _services.Files.CreateDirectory(folder);
                if (_services.Files.CanWriteTo(folder))
                    return folder;
                problems.Add($"'{folder}' cannot be written");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"'{folder}': {e.Message}");
            }
        }

        throw new PatchException(
            ErrorIds.CacheUnusable,
            ErrorKind.WriteError,
            $"There is no folder for the module's caches: {string.Join("; ", problems)}.",
            problems,
            "Make one of them writable, or set HOME or XDG_CACHE_HOME to a folder of your own.");
    }

    private void CheckRepositories(IReadOnlyList<RepositoryHealth> repositories, bool requireAll)
    {
        foreach (RepositoryHealth repository in repositories)
        {
            if (repository.Status is RepositoryStatus.Current or RepositoryStatus.NotRefreshed)
                continue;
            string id = repository.Status == RepositoryStatus.Untrusted ? ErrorIds.RepositoryUntrusted : ErrorIds.RepositoryUnavailable;
            string used = repository is { IsUsed: true, MetadataTime: { } time }
                ? $"What is known of it dates from {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
                : "Nothing that it offers takes part in this scan.";
            string message = $"Repository '{repository.Name}' is {repository.Status.ToString().ToLowerInvariant()}: {repository.Message.AsSentence()} {used}";
            if (requireAll)
            {
                throw new PatchException(
                    id, ErrorKind.ResourceUnavailable, message, repository.Name, "Mend or remove the repository, or scan without -RequireAllRepositories.");
            }

            _services.Events.Warn(id, message, repository.Name);
        }
    }
}
