namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What the agent is asked to find.</summary>
internal sealed record UpdateQuery
{
    /// <summary>In the agent's own language.</summary>
    public required string Criteria { get; init; }

    /// <summary>Ask the server; otherwise what the agent knows counts.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Updates that others replace as well: whether the others are approved, the baseline says.</summary>
    public bool IncludesSuperseded { get; init; }

    /// <summary>Keep what is found for a download and an install.</summary>
    public bool KeepsUpdates { get; init; }
}
