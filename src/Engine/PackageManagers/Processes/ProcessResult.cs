namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>How a child process ended.</summary>
public sealed record ProcessResult
{
    public required int ExitCode { get; init; }

    public required string StandardOutput { get; init; }

    public required string StandardError { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The tool ended but something it started still held a pipe when the grace period was over: the last lines may be missing.</summary>
    public bool IsOutputIncomplete { get; init; }
}
