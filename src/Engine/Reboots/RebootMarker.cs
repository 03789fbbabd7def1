namespace PatchBaselineAssociation.Reboots;

/// <summary>What a run leaves behind when it asks for a restart, for the run that comes after it.</summary>
public sealed record RebootMarker
{
    /// <summary>When a restart was asked for first.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>How often a restart was asked for without one happening; 1 or more.</summary>
    public required int Tries { get; init; }

    /// <summary>What the run that asked would have ended with, and what the rerun after the restart ends with:
    /// <see cref="Platform.ExitCodes.Success"/>, <see cref="Platform.ExitCodes.Failure"/> or <see cref="Platform.ExitCodes.DependencyCheckFailure"/>.</summary>
    public required int ExitCodeAfter { get; init; }

    /// <summary>The operation that asked, for example <c>Install</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The agent's command; empty where there was none.</summary>
    public string CommandId { get; init; } = "";

    public string AssociationId { get; init; } = "";

    /// <summary>The agent was asked to restart the system, and runs the command again after that.</summary>
    public bool UnderAgent { get; init; }
}
