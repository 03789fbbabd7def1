namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>How a detached process ended.</summary>
public sealed record DetachedProcessResult
{
    public required int ExitCode { get; init; }

    /// <summary>What this run added to the output file, both streams in the order in which they came; of a very long one the end.</summary>
    public required string Output { get; init; }

    public required TimeSpan Duration { get; init; }
}
