using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>The stages that every operation begins with: node, baseline, inventory, evaluation.</summary>
internal sealed class NodeAssessor
{
    private const int LongestShownPath = 500;

    private readonly EngineServices _services;
    private RunLock? _runLock;

    public NodeAssessor(EngineServices services) => _services = services;

    /// <summary>What can be refused before anything is read of packages.</summary>
    /// <param name="activity">What progress calls it.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="isChange">Whether the node is to be changed, which takes rights.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(Node Node, PatchBaseline Baseline, IPackageManager PackageManager)> StartAsync(
        string activity, ScanRequest request, bool isChange, CancellationToken cancellationToken)
    {
        AssociationReporter.RefuseContradiction(request);
        _services.Events.Progress(activity, "Looking at the node", 0);
        Node node = _services.Nodes.Detect(request.Root);
        _services.Events.Verbose($"Node {node.Id}: {node.DisplayName}, product {node.Product}, package manager {node.PackageManager}.");
        if (isChange && !_services.IsPrivileged())
            throw NotPrivileged(node);
        IPackageManager packageManager = _services.PackageManagers(node);
        return (node, await ResolveBaselineAsync(request, node, cancellationToken).ConfigureAwait(false), packageManager);
    }

    public StateStore OpenStore(Node node, ScanRequest request, StateAccess access) => StateStore.Open(
        new StateStoreOptions { StatePath = request.StatePath, Root = node.Root, Folders = _services.StateFolders },
        access,
        _services.Files,
        _services.Clock,
        _services.Events);

    /// <summary>Reads the packages and judges them. The caller holds the lock of the cache.</summary>
    public async Task<NodeAssessment> AssessAsync(
        Node node, PatchBaseline baseline, IPackageManager packageManager, ScanRequest request, AssessmentOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<PatchSource> sources = PatchSourceSelection.For(baseline, node);
        if (sources.Count > 0 && options.ReportsRepositories)
            _services.Events.Verbose($"Packages come from the sources of the baseline alone: {string.Join(", ", sources.Select(source => source.Name))}. The system's own repositories play no part.");
        Inventory inventory = await packageManager.ReadInventoryAsync(
            node,
            new InventoryOptions { Refresh = options.Refresh, Lists = options.Lists, IsAfterRestart = options.IsAfterRestart, Sources = sources, CacheFolder = options.CacheFolder, LockTimeout = request.LockTimeout },
            cancellationToken).ConfigureAwait(false);
        if (options.ReportsRepositories)
            CheckRepositories(inventory.Repositories, request.RequireAllRepositories);
        (inventory, int unreported) = NotApplicablePatches.AddTo(inventory, baseline, node);
        PatchEvaluator evaluator = new(baseline, node, request.AsOf ?? options.Time);
        return new NodeAssessment
        {
            Node = node,
            Baseline = baseline,
            Evaluator = evaluator,
            Inventory = inventory,
            Decisions = evaluator.Evaluate(inventory),
            UnreportedNotApplicableCount = unreported,
        };
    }

    /// <summary>Keeps other runs away from the state folder.</summary>
    public async Task<RunLock> LockStateAsync(StateStore store, PatchOperation operation, TimeSpan timeout, CancellationToken cancellationToken) =>
        _runLock = await store.LockAsync(operation.ToString(), timeout, cancellationToken).ConfigureAwait(false);

    /// <summary>The cache is the machine's or the user's, whatever folder the state goes to: two runs take turns at it.</summary>
    public Task<RunLock> LockCacheAsync(string operation, string cacheFolder, TimeSpan timeout, CancellationToken cancellationToken) => RunLock.AcquireAsync(
        cacheFolder,
        RunLockOwner.OfThisProcess(operation, _services.Clock.UtcNow),
        timeout,
        _services.Files,
        _services.Events,
        _services.Clock.DelayAsync,
        _runLock,
        cancellationToken);

    public string ChooseCacheFolder()
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

    /// <summary>What the last run left, and what one that was killed would have left.</summary>
    public PatchStates ReadStates(StateStore store, NodeAssessment assessment)
    {
        PatchStates states = store.ReadStates().Settled(assessment.Node.BootTime);
        if (store.ReadJournal() is not { Steps.Count: > 0 } journal)
            return states;
        int done = journal.Done(assessment.InstalledVersion, assessment.IsUnfinished).Count;
        _services.Events.Warn(
            ErrorIds.InstallInterrupted,
            $"An install that began on {journal.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC was cut off before it kept its result: {done} of the {journal.Steps.Count} packages that it was to change are as it was to leave them. What it put on is taken into account now."
                + (journal.LogPath.Length == 0 ? "" : $" The package manager's output is in '{PrintableText.Of(journal.LogPath, LongestShownPath)}'."),
            journal.LogPath);
        return assessment.Node.IsRunningSystem ? journal.Recover(states, assessment.InstalledVersion, assessment.IsUnfinished, assessment.Node.BootTime) : states;
    }

    private static PatchException NotPrivileged(Node node) => node.PackageManager == PackageManagerKind.WindowsUpdate
        ? new PatchException(
            ErrorIds.NotPrivileged,
            ErrorKind.PermissionDenied,
            "Installing updates on Windows needs the rights of an administrator, and this process does not run with them. Nothing was changed.",
            node.Id,
            "Start PowerShell with 'Run as administrator', or use -WhatIf to see what would be installed: that needs no rights.")
        : new PatchException(
            ErrorIds.NotPrivileged,
            ErrorKind.PermissionDenied,
            $"Installing on '{node.Root}' needs the rights of an administrator, and this user does not have them. Nothing was changed.",
            node.Root,
            "Run as root, or use -WhatIf to see what would be installed: that needs no rights.");

    private async Task<PatchBaseline> ResolveBaselineAsync(ScanRequest request, Node node, CancellationToken cancellationToken)
    {
        if (request.Baseline is not { } given)
            return await _services.Baselines.ResolveAsync(request.BaselineRequest, node, cancellationToken).ConfigureAwait(false);
        if (given.OperatingSystem == node.OperatingSystem)
            return given;
        throw new PatchException(
            ErrorIds.BaselineOperatingSystemMismatch,
            ErrorKind.InvalidArgument,
            $"The baseline '{given.Name}' is for {given.OperatingSystem.ToWireName()}, but the node runs {node.OperatingSystem.ToWireName()} ({node.DisplayName}).",
            given.Name,
            $"Give a baseline for {node.OperatingSystem.ToWireName()}, or none to use the predefined one.");
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
                : "Nothing that it offers takes part in this run.";
            string message = $"Repository '{repository.Name}' is {repository.Status.ToString().ToLowerInvariant()}: {repository.Message.AsSentence()} {used}";
            if (requireAll)
            {
                throw new PatchException(
                    id, ErrorKind.ResourceUnavailable, message, repository.Name, "Mend or remove the repository, or leave out -RequireAllRepositories.");
            }

            _services.Events.Warn(id, message, repository.Name);
        }
    }
}
