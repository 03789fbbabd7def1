using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.States;

/// <summary>Everything that is kept of one run.</summary>
public sealed record RunRecord
{
    /// <summary><c>Scan</c> or <c>Install</c>.</summary>
    public required string Operation { get; init; }

    public required string NodeId { get; init; }

    /// <summary>The wire name, for example <c>DEBIAN</c>; empty where another tool wrote the state.</summary>
    public required string OperatingSystem { get; init; }

    public string Product { get; init; } = "";

    public string BaselineId { get; init; } = "";

    public string BaselineName { get; init; } = "";

    public BaselineOrigin? BaselineSource { get; init; }

    public string PatchGroup { get; init; } = "";

    public string SnapshotId { get; init; } = "";

    /// <summary>The command's id under the agent, otherwise one that the run made for itself.</summary>
    public string ExecutionId { get; init; } = "";

    public string AssociationId { get; init; } = "";

    /// <summary>Where the override list of an install came from; empty where there was none.</summary>
    public string InstallOverrideList { get; init; } = "";

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    /// <summary><c>RebootIfNeeded</c> or <c>NoReboot</c>.</summary>
    public string RebootOption { get; init; } = "";

    public bool RebootPending { get; init; }

    public required PatchSummary Summary { get; init; }

    public required IReadOnlyList<PatchRecord> Patches { get; init; }

    public IReadOnlyList<RepositoryHealth> Repositories { get; init; } = [];

    /// <summary>What the run changed on the node, in the order of ids.</summary>
    public IReadOnlyList<PackageChange> Changes { get; init; } = [];

    /// <summary>Configuration files that the administrator had changed and that were kept.</summary>
    public IReadOnlyList<string> KeptConfigurationFiles { get; init; } = [];

    /// <summary>What became of the restart: a name of the operation's own; empty for a scan.</summary>
    public string Restart { get; init; } = "";

    public string RestartReason { get; init; } = "";

    /// <summary>What became of the association's report: a name of the operation's own; empty for a run that was for none.</summary>
    public string Report { get; init; } = "";

    /// <summary>The package manager's output; empty where it did nothing.</summary>
    public string LogPath { get; init; } = "";

    public int ExitCode { get; init; }

    /// <summary>The folder that holds the state files of this run.</summary>
    public string StateFolder { get; init; } = "";

    /// <summary>Another tool wrote the published state files, and this is all they say.</summary>
    public bool IsFromOtherTool { get; init; }
}
