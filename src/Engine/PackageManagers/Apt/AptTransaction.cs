using System.Globalization;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What apt and dpkg would do to a node, and do.</summary>
internal sealed class AptTransaction : IPackageTransaction
{
    private const string Activity = "Installing";
    private const string DpkgOption = "Dpkg::Options::=";

    // Dependencies of dependencies, each in a version that is not the newest.
    private const int MostCompanionRounds = 5;
    private const string UntrustedMark = "WARNING: The following packages cannot be authenticated!";

    private static readonly string[] s_fullDiskMarks = ["No space left on device", "don't have enough free space"];

    private readonly AptSystem _system;
    private readonly Node _node;
    private readonly TransactionOptions _options;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly AptLocks _locks;
    private readonly IEventSink _events;
    private readonly Dictionary<string, DpkgPackage> _byQueryName;
    private IReadOnlyList<(string Name, string Version)> _companions = [];
    private IReadOnlyList<(string Name, string Version)> _acceptedCompanions = [];
    private IReadOnlyList<PackageVersion> _preferred = [];
    private IReadOnlyList<PackageVersion> _avoided = [];

    public AptTransaction(
        AptSystem system,
        Node node,
        TransactionOptions options,
        IDetachedProcessRunner detached,
        IFileSystem files,
        ILockHolderFinder lockHolders,
        IClock clock,
        IEventSink events)
    {
        _system = system;
        _node = node;
        _options = options;
        _detached = detached;
        _files = files;
        _events = events;
        _locks = new AptLocks(
            [
                Path.Combine(system.Database, "lock-frontend"),
                Path.Combine(system.Database, "lock"),
                Path.Combine(system.Cache.ArchivesFolder(system.Settings), "lock"),
                Path.Combine(system.Cache.ListsFolder, "lock"),
            ],
            options.LockTimeout,
            lockHolders,
            clock,
            events);
        _byQueryName = new Dictionary<string, DpkgPackage>(StringComparer.Ordinal);
        foreach (DpkgPackage package in system.Installed)
            _byQueryName[QueryName(package.Name, package.Architecture)] = package;
        Prefer([], []);
    }

    public string MendingCommand => AptAdvice.FixBroken(_node.Root);

    public void Dispose() => _system.Dispose();

    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided)
    {
        _preferred = preferred;
        _avoided = avoided;
        WritePreferences();
    }

    public Task WaitForOthersAsync(CancellationToken cancellationToken) => _locks.WaitAsync(Activity, cancellationToken);

    public async Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        // What another process is at work on is not broken: it may be the package manager of a run of ours that was killed.
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        ImageServices.Check(_system.Cache.Image, _files);
        ImageServices.RemoveLeft(_system.Cache.Image, _files, _events);
        string[] broken = Unfinished(await QueryAsync(cancellationToken).ConfigureAwait(false), withTriggers: true);
        bool wasInterrupted = _files.GetFiles(Path.Combine(_system.Database, "updates")).Any(file => Path.GetFileName(file).All(c => c is >= '0' and <= '9'));
        return broken.Length == 0 && !wasInterrupted ? null : broken;
    }

    public async Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished)
    {
        _events.Progress(Activity, "Finishing what was interrupted", 0);
        await CheckUnfinishedAsync().ConfigureAwait(false);
        using ImageServices services = ImageServices.HoldBack(_system.Cache.Image, _files, _events);
        DetachedProcessResult result = await RunAsync("dpkg", [.. RootOptions(), "--force-confdef", "--force-confold", "--configure", "--pending"], "dpkg finishes an interrupted run", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        if (result.ExitCode != 0 && !DpkgReport.HasBegun(result.Output))
            _locks.ThrowIfNamedIn(result.Output);
        TransactionReport report = DpkgReport.Parse(result.ExitCode, result.Output, _node.Root);
        return new RepairReport(unfinished, report, Unfinished(await QueryAsync(CancellationToken.None).ConfigureAwait(false), withTriggers: false));
    }

    public void Accept() => _acceptedCompanions = _companions;

    public async Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        ForgetUnaccepted();
        ProcessResult result = await AskAsync(["--simulate", .. Request(targets)], cancellationToken).ConfigureAwait(false);
        for (int round = 0; round < MostCompanionRounds && result.ExitCode != 0; round++)
        {
            if (!await AddCompanionsAsync(result.StandardOutput, cancellationToken).ConfigureAwait(false))
                break;
            result = await AskAsync(["--simulate", .. Request(targets)], cancellationToken).ConfigureAwait(false);
        }

        TransactionSimulation simulation = AptSimulation.Parse(result, _byQueryName, _node.Root);
        return simulation.Steps.Any(step => step.Kind == PackageStepKind.Remove)
            ? simulation with { Steps = await MarkUnneededAsync(simulation.Steps, cancellationToken).ConfigureAwait(false) }
            : simulation;
    }

    public async Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        ForgetUnaccepted();
        Task<IReadOnlyList<AptArchiveUri>> urisTask = ReadUrisAsync(targets, cancellationToken);
        Task<IReadOnlyList<AptRecord>> recordsTask = ReadRecordsAsync(steps, cancellationToken);
        Task<IReadOnlyList<string>> servicesTask = ReadServicesAsync(steps, cancellationToken);
        await Task.WhenAll(urisTask, recordsTask, servicesTask).ConfigureAwait(false);

        IReadOnlyList<AptArchiveUri> uris = await urisTask.ConfigureAwait(false);
        Dictionary<string, long> download = new(StringComparer.Ordinal);
        foreach (PackageStep step in steps.Where(step => step.Version.Length > 0))
        {
            if (uris.FirstOrDefault(uri => IsArchiveOf(uri, step)) is { } uri)
                download[step.Id] = uri.Bytes;
        }

        return new TransactionCost
        {
            DownloadBytes = download,
            DiskBytes = DiskBytes(steps, await recordsTask.ConfigureAwait(false)),
            Services = await servicesTask.ConfigureAwait(false),
        };
    }

    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(
        IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        ForgetUnaccepted();
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        if (steps.All(step => step.Version.Length == 0))
            return failures;

        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        _events.Progress(Activity, "Fetching packages", 0);

        // What is there once it is fetched apt does not name any more.
        IReadOnlyList<AptArchiveUri> before = _system.Cache.Image is null ? [] : await ReadUrisAsync(targets, cancellationToken).ConfigureAwait(false);
        DetachedProcessResult result = await RunAsync("apt-get", ["--download-only", .. Transact(targets, steps)], shutdownReason: null, _options.DownloadTimeout, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == 0)
            return await FindOutsideAsync(steps, before, cancellationToken).ConfigureAwait(false);

        _locks.ThrowIfNamedIn(result.Output);
        ThrowIfDiskFull(result.Output);
        string[] errors = [.. result.Output.Split('\n').Where(line => line.StartsWith("E: Failed to fetch ", StringComparison.Ordinal))];
        IReadOnlyList<AptArchiveUri> uris = await ReadUrisAsync(targets, cancellationToken).ConfigureAwait(false);
        foreach (PackageStep step in steps)
        {
            AptArchiveUri? uri = uris.FirstOrDefault(candidate => IsArchiveOf(candidate, step));
            string? error = uri is null ? null : errors.FirstOrDefault(uri.IsNamedIn);
            if (error is not null)
                failures[step.Id] = SecretRedactor.Redact(error.Substring("E: ".Length).Trim());
        }

        HashSet<string> untrusted = [.. AptSimulation.Block(result.Output.Split('\n'), UntrustedMark).SelectMany(line => line.Split(' '))];
        foreach (PackageStep step in steps.Where(step => untrusted.Contains(QueryName(step.Name, step.Architecture))))
            failures[step.Id] = "it is only in a repository without a trusted signature";
        if (failures.Count == 0)
            AddAbsent(failures, steps, DpkgReport.Parse(result.ExitCode, result.Output, _node.Root).Problem);
        if (failures.Count > 0)
            return failures;
        throw new PatchException(
            ErrorIds.DownloadFailed,
            ErrorKind.ConnectionError,
            $"The packages could not be fetched: {DpkgReport.Parse(result.ExitCode, result.Output, _node.Root).Problem.TrimEnd('.')}. Nothing was installed.",
            _node.Id,
            $"Read '{_options.LogFile}', mend what it names, and run again.");
    }

    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        ForgetUnaccepted();
        await WaitForOthersAsync(CancellationToken.None).ConfigureAwait(false);
        using ImageServices services = ImageServices.HoldBack(_system.Cache.Image, _files, _events);
        DetachedProcessResult result = await RunAsync("apt-get", Transact(targets, steps), "apt puts patches on", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        if (result.ExitCode != 0 && !DpkgReport.HasBegun(result.Output))
            _locks.ThrowIfNamedIn(result.Output);
        if (_system.Cache.OwnsArchives && result.ExitCode == 0)
            _system.Cache.RemoveArchives();
        return DpkgReport.Parse(result.ExitCode, result.Output, _node.Root);
    }

    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, InstalledState> states = new(StringComparer.Ordinal);
        foreach (DpkgPackage package in await QueryAsync(cancellationToken).ConfigureAwait(false))
        {
            // A new version may be for all architectures where the old one was for this one, or the other way round: it is the same package.
            string architecture = _byQueryName.TryGetValue(QueryName(package.Name, package.Architecture), out DpkgPackage? known) ? known.Architecture : package.Architecture;
            states[$"{package.Name}.{architecture}"] = new InstalledState(package.Version, !package.IsHalfInstalled);
        }

        return states;
    }

    public async Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        string[] names = [.. steps.Where(step => step.InstalledVersion.Length > 0).Select(step => QueryName(step.Name, step.Architecture))];
        if (names.Length == 0)
            return [];
        string output = await _system.Calls.ReadWithCacheAsync("apt-mark", ["showauto", "--", .. names], cancellationToken).ConfigureAwait(false);
        return output.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>apt has no such tool: packages leave a file.</summary>
    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task MarkAutomaticAsync(IReadOnlyList<string> names)
    {
        string[] present = [.. names.Where(_byQueryName.ContainsKey)];
        if (present.Length > 0)
            await _system.Calls.ReadWithCacheAsync("apt-mark", ["auto", "--", .. present], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Which packages dpkg would not keep inside the image, and why; nothing where it works on the running system.</summary>
    private async Task<IReadOnlyDictionary<string, string>> FindOutsideAsync(IReadOnlyList<PackageStep> steps, IReadOnlyList<AptArchiveUri> uris, CancellationToken cancellationToken)
    {
        Dictionary<string, string> outside = new(StringComparer.Ordinal);
        if (_system.Cache.Image is not { } image)
            return outside;
        AptUnpacking unpacking = new(image, _system.Database, _system.Calls, _files);
        foreach (PackageStep step in steps)
        {
            string? complaint = step.InstalledVersion.Length == 0 ? null : unpacking.ComplainAboutInstalled(step.Name, step.Architecture);
            if (complaint is not null && step.Version.Length == 0)
                throw image.Unsafe($"{step.Id} {step.InstalledVersion} would have to be removed: {complaint}.", "Mend the link in the image.");
            if (complaint is null && step.Version.Length > 0)
            {
                complaint = FindArchive(step, uris) is { } archive
                    ? await unpacking.ComplainAboutArchiveAsync(archive, cancellationToken).ConfigureAwait(false)
                    : "its package file is not to be found, so that it cannot be told whether all of it would stay in the image";
            }

            if (complaint is not null)
                outside[step.Id] = complaint;
        }

        return outside;
    }

    private string? FindArchive(PackageStep step, IReadOnlyList<AptArchiveUri> uris)
    {
        string folder = _system.Cache.ArchivesFolder(_system.Settings);
        IEnumerable<string> fetched = ArchitecturesOf(step).Select(architecture => Path.Combine(folder, AptArchiveUri.FileNameOf(step.Name, step.Version, architecture)));
        IEnumerable<string> local = uris.Where(uri => IsArchiveOf(uri, step)).Select(uri => uri.LocalPath).OfType<string>();
        return local.Concat(fetched).FirstOrDefault(_files.FileExists);
    }

    private string QueryName(string name, string architecture) => AptNames.Query(name, architecture, _system.Architecture);

    /// <summary>Asks apt what it would do. It keeps a log even of that, which is not to be among the system's.</summary>
    private Task<ProcessResult> AskAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        _system.Calls.AskAsync("apt-get", ["-o", "Dir::Log::Planner=" + _system.Cache.PlannerLogFile, .. arguments], cancellationToken);

    private void WritePreferences() => _system.Cache.WritePreferences(
        _system.Settings,
        [
            .. _avoided.Select(version => new AptPreference(QueryName(version.Name, version.Architecture), version.Version, AptPreference.Never)),
            .. _preferred.Select(version => new AptPreference(QueryName(version.Name, version.Architecture), version.Version, AptPreference.First)),
            .. _companions.Select(companion => new AptPreference(companion.Name, companion.Version, AptPreference.First)),
        ]);

    /// <summary>What led the solver to something that was not taken must not lead it any more.</summary>
    private void ForgetUnaccepted()
    {
        if (_companions.SequenceEqual(_acceptedCompanions))
            return;
        _companions = _acceptedCompanions;
        WritePreferences();
    }

    /// <summary>apt takes a dependency in the newest version, even where exactly an older one is needed and there: that one is preferred then.
    /// It is not where the administrator's own preferences keep it away: a preference of ours would go before them.</summary>
    /// <returns>Whether there was such a dependency, so that it is worth while to ask again.</returns>
    private async Task<bool> AddCompanionsAsync(string output, CancellationToken cancellationToken)
    {
        (string Name, string Version)[] wanted =
        [
            .. AptSimulation.ExactDependencies(output)
                .Distinct()
                .Where(companion => !_companions.Contains(companion)
                    && !_avoided.Any(avoided => string.Equals(QueryName(avoided.Name, avoided.Architecture), companion.Name, StringComparison.Ordinal) && string.Equals(avoided.Version, companion.Version, StringComparison.Ordinal))),
        ];
        if (wanted.Length == 0)
            return false;
        string policy = await _system.Calls.ReadWithCacheAsync("apt-cache", ["policy", "--", .. wanted.Select(companion => companion.Name).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AptPolicyPackage> packages = AptPolicyParser.ParsePackages(policy);
        (string Name, string Version)[] allowed = [.. wanted.Where(companion => IsAllowed(companion, packages))];
        if (allowed.Length == 0)
            return false;
        _companions = [.. _companions.Where(companion => !allowed.Any(other => string.Equals(other.Name, companion.Name, StringComparison.Ordinal))), .. allowed];
        WritePreferences();
        return true;
    }

    /// <summary>apt's own rule: a version of a positive priority that is not below that of the installed one.</summary>
    private bool IsAllowed((string Name, string Version) companion, IReadOnlyList<AptPolicyPackage> packages)
    {
        AptPolicyPackage? package = packages.FirstOrDefault(candidate => string.Equals(candidate.Name, companion.Name, StringComparison.Ordinal));
        int? priority = PriorityOf(companion.Version);
        return priority > 0 && (!_byQueryName.TryGetValue(companion.Name, out DpkgPackage? installed) || priority >= (PriorityOf(installed.Version) ?? 0));

        int? PriorityOf(string version) => package?.Versions.Where(row => string.Equals(row.Version, version, StringComparison.Ordinal)).Select(row => (int?)row.Priority).Max();
    }

    /// <summary>The part of a call that the simulation and the real thing have in common.</summary>
    private string[] Request(IReadOnlyList<PackageVersion> targets) =>
    [
        "-y", "-q",
        "-o", "Dir::Etc::preferences=" + _system.Cache.PreferencesFile,

        // Whatever the administrator's configuration lets apt do without a question.
        "-o", "APT::Get::AllowUnauthenticated=false",
        "-o", "APT::Get::allow-downgrades=false",
        "-o", "APT::Get::allow-change-held-packages=false",
        "-o", "APT::Get::allow-remove-essential=false",
        "-o", "APT::Get::Force-Yes=false",
        "-o", "APT::Get::AutomaticRemove=false",
        "-o", "APT::Get::Fix-Missing=false",
        "install", "--",
        .. targets.Select(target => $"{QueryName(target.Name, target.Architecture)}={target.Version}"),
    ];

    private string[] Transact(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps) =>
    [
        "-c", _system.Cache.ConfigurationFile,
        "-o", DpkgOption + "--force-confdef",
        "-o", DpkgOption + "--force-confold",
        .. RootOptions().SelectMany(option => new[] { "-o", DpkgOption + option }),

        // Without a terminal of its own a maintainer script that asks gets an end of input instead of waiting for ever.
        "-o", "Dpkg::Use-Pty=0",
        "-o", "DPkg::Lock::Timeout=" + ((int)_options.LockTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        "-o", "APT::Status-Fd=" + DetachedProcessRequest.StatusDescriptor.ToString(CultureInfo.InvariantCulture),
        .. steps.Any(step => step.Kind == PackageStepKind.Remove) ? [] : new[] { "--no-remove" },
        .. Request(targets),
    ];

    private string[] RootOptions() => _system.Cache.Image is { } image
        ? [$"--root={_node.Root}", $"--admindir={image.DatabaseFolder}", $"--log={image.Locate("/var/log/dpkg.log")}"]
        : [];

    private Task<DetachedProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["UCF_FORCE_CONFFOLD"] = "1" };
        foreach (KeyValuePair<string, string> pair in _system.Calls.Environment())
            environment[pair.Key] = pair.Value;
        DetachedProcessRequest request = TransactionLog.Request(_options, tool, arguments, environment, shutdownReason, timeout) with
        {
            OnStatusLine = line =>
            {
                if (AptStatusLine.Parse(line) is var (text, percent))
                    _events.Progress(Activity, text, percent);
            },
        };
        return _detached.RunAsync(request, cancellationToken);
    }

    private void ThrowIfDiskFull(string output)
    {
        string? line = output.Split('\n').FirstOrDefault(text => s_fullDiskMarks.Any(mark => text.IndexOf(mark, StringComparison.Ordinal) >= 0));
        if (line is null)
            return;
        throw new PatchException(
            ErrorIds.DiskFull,
            ErrorKind.WriteError,
            $"There is no room for the packages: {SecretRedactor.Redact(line.Trim())} Nothing was installed.",
            _system.Cache.ArchivesFolder(_system.Settings),
            "Make room there, and run again.");
    }

    /// <summary>Where apt does not name what it could not fetch, what has not come tells: the name of the file is made from what a repository says, which may be anything.
    /// Where nothing has come, no package is to blame.</summary>
    private void AddAbsent(Dictionary<string, string> failures, IReadOnlyList<PackageStep> steps, string problem)
    {
        string folder = _system.Cache.ArchivesFolder(_system.Settings);
        PackageStep[] wanted = [.. steps.Where(step => step.Version.Length > 0)];
        PackageStep[] absent = [.. wanted.Where(step => !ArchitecturesOf(step).Any(architecture => _files.FileExists(Path.Combine(folder, AptArchiveUri.FileNameOf(step.Name, step.Version, architecture)))))];
        if (absent.Length == wanted.Length)
            return;
        foreach (PackageStep step in absent)
            failures[step.Id] = SecretRedactor.Redact($"it could not be fetched: {problem}".TrimEnd('.'));
    }

    private bool IsArchiveOf(AptArchiveUri uri, PackageStep step) =>
        ArchitecturesOf(step).Any(architecture => string.Equals(uri.FileName, AptArchiveUri.FileNameOf(step.Name, step.Version, architecture), StringComparison.Ordinal));

    /// <summary>A step bears the architecture of what is installed; the new version's may be another one of those that dpkg takes for the same.</summary>
    private string[] ArchitecturesOf(PackageStep step) =>
        step.Architecture is "all" || string.Equals(step.Architecture, _system.Architecture, StringComparison.Ordinal) ? ["all", _system.Architecture] : [step.Architecture];

    private async Task<IReadOnlyList<AptArchiveUri>> ReadUrisAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        ProcessResult result = await AskAsync(["--print-uris", .. Request(targets)], cancellationToken).ConfigureAwait(false);
        return AptArchiveUri.Parse(result.StandardOutput);
    }

    private async Task<IReadOnlyList<AptRecord>> ReadRecordsAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        string[] names = [.. steps.Where(step => step.Version.Length > 0).Select(step => $"{QueryName(step.Name, step.Architecture)}={step.Version}")];
        if (names.Length == 0)
            return [];
        return AptRecordParser.Parse(await _system.Calls.ReadWithCacheAsync("apt-cache", ["show", "--", .. names], cancellationToken).ConfigureAwait(false));
    }

    private long? DiskBytes(IReadOnlyList<PackageStep> steps, IReadOnlyList<AptRecord> records)
    {
        long kilobytes = 0;
        foreach (PackageStep step in steps)
        {
            long? after = step.Version.Length == 0
                ? 0
                : records.FirstOrDefault(record => string.Equals(record.Name, step.Name, StringComparison.Ordinal)
                    && string.Equals(record.Version, step.Version, StringComparison.Ordinal)
                    && ArchitecturesOf(step).Contains(record.Architecture, StringComparer.Ordinal))?.InstalledKilobytes;
            long? before = step.InstalledVersion.Length == 0
                ? 0
                : _byQueryName.TryGetValue(QueryName(step.Name, step.Architecture), out DpkgPackage? package) ? package.InstalledKilobytes : null;
            if (after is null || before is null)
                return null;
            kilobytes += after.Value - before.Value;
        }

        return kilobytes * 1024;
    }

    private async Task<IReadOnlyList<string>> ReadServicesAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        // dpkg wants the architecture of a package that is there for several.
        string[] names =
        [
            .. steps.Where(step => step.InstalledVersion.Length > 0)
                .Select(step => _byQueryName.TryGetValue(QueryName(step.Name, step.Architecture), out DpkgPackage? package) ? $"{package.Name}:{package.Architecture}" : "")
                .Where(name => name.Length > 0),
        ];
        if (names.Length == 0)
            return [];
        string output;
        try
        {
            output = await _system.Calls.ReadAsync("dpkg-query", [$"--admindir={_system.Database}", "--listfiles", .. names], cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e)
        {
            // They are a hint: no install fails for the want of it.
            _events.Verbose($"Which services the packages bring cannot be told: {e.Message}");
            return [];
        }

        return
        [
            .. output.Split('\n')
                .Where(path => path.IndexOf("/systemd/system/", StringComparison.Ordinal) >= 0 && path.EndsWith(".service", StringComparison.Ordinal) && path.IndexOf('@') < 0)
                .Select(path => path.Substring(path.LastIndexOf('/') + 1))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<PackageStep>> MarkUnneededAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        HashSet<string> automatic = new(await ReadAutomaticAsync([.. steps.Where(step => step.Kind == PackageStepKind.Remove)], cancellationToken).ConfigureAwait(false), StringComparer.Ordinal);
        string installed = await _system.Calls.ReadAsync("dpkg-query", [$"--admindir={_system.Database}", "--show", "--showformat=" + AptRemovals.Format], cancellationToken).ConfigureAwait(false);
        return AptRemovals.Mark(
            steps,
            installed,
            await ReadRecordsAsync(steps, cancellationToken).ConfigureAwait(false),
            step => automatic.Contains(QueryName(step.Name, step.Architecture)),
            _system.Settings);
    }

    private async Task<IReadOnlyList<DpkgPackage>> QueryAsync(CancellationToken cancellationToken) => DpkgQuery.Parse(
        await _system.Calls.ReadAsync("dpkg-query", [$"--admindir={_system.Database}", "--show", $"--showformat={DpkgQuery.Format}"], cancellationToken).ConfigureAwait(false), _node.Root);

    /// <summary>Finishing a package puts its configuration files in place.</summary>
    private async Task CheckUnfinishedAsync()
    {
        if (_system.Cache.Image is not { } image)
            return;
        AptUnpacking unpacking = new(image, _system.Database, _system.Calls, _files);
        foreach (DpkgPackage package in (await QueryAsync(CancellationToken.None).ConfigureAwait(false)).Where(package => package.IsHalfInstalled))
        {
            if (unpacking.ComplainAboutInstalled(package.Name, package.Architecture) is { } complaint)
                throw image.Unsafe($"{package.Name} {package.Version} is not finished in the image: {complaint}.", "Mend the link in the image.");
        }
    }

    private static string[] Unfinished(IReadOnlyList<DpkgPackage> packages, bool withTriggers) =>
        [.. packages.Where(package => package.IsHalfInstalled || (withTriggers && package.IsAwaitingTriggers)).Select(package => $"{package.Name} {package.Version}")];
}
