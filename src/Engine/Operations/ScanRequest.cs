using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.Operations;

/// <summary>What a scan is asked to do. Everything has a meaning when left out.</summary>
public sealed record ScanRequest
{
    /// <summary>The baseline to judge by, already resolved; it wins over <see cref="BaselineRequest"/>.</summary>
    public PatchBaseline? Baseline { get; init; }

    /// <summary>How to find the baseline: file, id, or the predefined one of the node's operating system.</summary>
    public BaselineRequest BaselineRequest { get; init; } = new();

    /// <summary>Judge approval as of this moment; null is the time of the run.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Use the metadata that is on the node instead of fetching.</summary>
    public bool NoRefresh { get; init; }

    /// <summary>A repository that cannot be used is an error instead of a warning.</summary>
    public bool RequireAllRepositories { get; init; }

    /// <summary>Folder of the system to scan; <c>/</c> is the running one.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Folder for the state files; null for the documented one.</summary>
    public string? StatePath { get; init; }

    /// <summary>The association that the run is for; empty where it is for none.</summary>
    public string AssociationId { get; init; } = "";

    /// <summary>How long to wait for another run, or for a package manager's lock.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
