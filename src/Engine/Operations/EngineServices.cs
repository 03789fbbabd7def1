using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>Everything from outside that operations use.</summary>
public sealed record EngineServices
{
    public required IFileSystem Files { get; init; }

    public required IClock Clock { get; init; }

    public required IEventSink Events { get; init; }

    public required NodeDetector Nodes { get; init; }

    public required BaselineResolver Baselines { get; init; }

    /// <summary>Gives the package manager of a node.</summary>
    public required Func<Node, IPackageManager> PackageManagers { get; init; }

    public required StateFolders StateFolders { get; init; }

    /// <summary>Candidates for the folder of the module's caches; the first that can be written is used.</summary>
    public required IReadOnlyList<string> CacheFolders { get; init; }

    /// <summary>AWS, for the time of this engine. Making it calls nobody.</summary>
    public required Func<ISystemsManager> SystemsManager { get; init; }

    /// <summary>Loads an install override list from a path or an address.</summary>
    public required OverrideListLoader OverrideLists { get; init; }

    /// <summary>What the Systems Manager agent told this process.</summary>
    public required AgentContext Agent { get; init; }

    /// <summary>The kind of the machine that runs us.</summary>
    public required SystemKind System { get; init; }

    public required IRestarter Restarter { get; init; }

    /// <summary>The machine's own log; null where it has none that runs are noted in.</summary>
    public ISystemLog? SystemLog { get; init; }

    /// <summary>Whether this user may install.</summary>
    public required Func<bool> IsPrivileged { get; init; }
}
