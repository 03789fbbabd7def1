using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>The outcome of a scan or an install.</summary>
public sealed record PatchOperationResult
{
    public required PatchOperation Operation { get; init; }

    public required string NodeId { get; init => field = PrintableText.Of(value); }

    /// <summary>The wire name, for example <c>DEBIAN</c>.</summary>
    public required string OperatingSystem { get; init; }

    public required string Product { get; init => field = PrintableText.Of(value); }

    public required string BaselineId { get; init; }

    public required string BaselineName { get; init => field = PrintableText.Of(value); }

    public required BaselineOrigin? BaselineSource { get; init; }

    public string PatchGroup { get; init; } = "";

    public string SnapshotId { get; init; } = "";

    public string AssociationId { get; init; } = "";

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public required RebootOption RebootOption { get; init; }

    /// <summary>A patch of this module still waits for a restart of the node.</summary>
    public bool RebootPending { get; init; }

    public int InstalledCount { get; init; }

    public int InstalledOtherCount { get; init; }

    public int InstalledRejectedCount { get; init; }

    public int InstalledPendingRebootCount { get; init; }

    public int MissingCount { get; init; }

    public int FailedCount { get; init; }

    public int NotApplicableCount { get; init; }

    /// <summary>Windows: not applicable updates beyond those that have a record.</summary>
    public int UnreportedNotApplicableCount { get; init; }

    public int AvailableSecurityUpdateCount { get; init; }

    public int CriticalNonCompliantCount { get; init; }

    public int SecurityNonCompliantCount { get; init; }

    public int OtherNonCompliantCount { get; init; }

    /// <summary>Highest level of the non-compliant patches; null when compliant.</summary>
    public ComplianceLevel? NonCompliantSeverity { get; init; }

    public required PatchCompliance Compliance { get; init; }

    public required IReadOnlyList<PatchRecord> Patches { get; init => field = value.Indexed(); }

    public required IReadOnlyList<RepositoryHealth> Repositories { get; init => field = value.Indexed(); }

    public ReportStatus Report { get; init; }

    /// <summary>Where the override list of an install came from; empty where there was none.</summary>
    public string InstallOverrideList { get; init; } = "";

    /// <summary>What an install changed on the node, dependencies included.</summary>
    public IReadOnlyList<PackageChange> Changes { get; init => field = value.Indexed(); } = [];

    /// <summary>Configuration files that the administrator had changed and that were kept; the new ones are beside them.</summary>
    public IReadOnlyList<string> KeptConfigurationFiles { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>What an install did about a restart.</summary>
    public RestartStatus Restart { get; init; }

    /// <summary>A sentence about the restart; empty for a scan.</summary>
    public string RestartReason { get; init => field = PrintableText.Lines(value); } = "";

    /// <summary>Whether the system itself, whoever changed it, says that a restart is due, and why; known only right after an install.</summary>
    public IReadOnlyList<string> RestartHints { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>Services that still use libraries which have been replaced since they started; known only right after an install.</summary>
    public IReadOnlyList<string> ServicesToRestart { get; init => field = PrintableText.Each(value); } = [];

    /// <summary>The package manager's output; empty where it did nothing.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>The folder that holds the state files of this run.</summary>
    public required string StateFolder { get; init; }

    /// <summary>0 for success whatever was found: an exit code is not compliance.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The result of a run that was kept.</summary>
    public static PatchOperationResult Of(RunRecord run) => new()
    {
        Operation = Parse(run.Operation, PatchOperation.Scan),
        NodeId = run.NodeId,
        OperatingSystem = run.OperatingSystem,
        Product = run.Product,
        BaselineId = run.BaselineId,
        BaselineName = run.BaselineName,
        BaselineSource = run.BaselineSource,
        PatchGroup = run.PatchGroup,
        SnapshotId = run.SnapshotId,
        AssociationId = run.AssociationId,
        StartTime = run.StartTime,
        EndTime = run.EndTime,
        RebootOption = Parse(run.RebootOption, RebootOption.NoReboot),
        RebootPending = run.RebootPending,
        InstalledCount = run.Summary.InstalledCount,
        InstalledOtherCount = run.Summary.InstalledOtherCount,
        InstalledRejectedCount = run.Summary.InstalledRejectedCount,
        InstalledPendingRebootCount = run.Summary.InstalledPendingRebootCount,
        MissingCount = run.Summary.MissingCount,
        FailedCount = run.Summary.FailedCount,
        NotApplicableCount = run.Summary.NotApplicableCount,
        UnreportedNotApplicableCount = run.Summary.UnreportedNotApplicableCount,
        AvailableSecurityUpdateCount = run.Summary.AvailableSecurityUpdateCount,
        CriticalNonCompliantCount = run.Summary.CriticalNonCompliantCount,
        SecurityNonCompliantCount = run.Summary.SecurityNonCompliantCount,
        OtherNonCompliantCount = run.Summary.OtherNonCompliantCount,
        NonCompliantSeverity = run.Summary.NonCompliantSeverity,
        Compliance = run.Summary.Compliance,
        Patches = run.Patches,
        Repositories = run.Repositories,
        InstallOverrideList = run.InstallOverrideList,
        Changes = run.Changes,
        KeptConfigurationFiles = run.KeptConfigurationFiles,
        Restart = Parse(run.Restart, RestartStatus.NotNeeded),
        RestartReason = run.RestartReason,
        Report = Parse(run.Report, ReportStatus.NotAsked),
        LogPath = run.LogPath,
        StateFolder = run.StateFolder,
        ExitCode = run.ExitCode,
    };

    private static T Parse<T>(string text, T otherwise)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: false, out T value) ? value : otherwise;
}
