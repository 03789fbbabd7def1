namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What a search found.</summary>
internal sealed record UpdateSearch
{
    public required UpdateResultCode Result { get; init; }

    public required IReadOnlyList<AgentUpdate> Updates { get; init; }

    /// <summary>What went wrong beside what was found.</summary>
    public IReadOnlyList<UpdateProblem> Warnings { get; init; } = [];
}
