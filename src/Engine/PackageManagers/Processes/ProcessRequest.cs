namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>What to run, and within which bounds.</summary>
public sealed record ProcessRequest
{
    /// <summary>The tool's name, looked up in the fixed system folders only, or an absolute path. Never the current folder, never PATH.</summary>
    public required string Tool { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the clean environment that every child gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For each of the two streams.</summary>
    public long MaximumOutputBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Called for each line of standard output as it comes, on a thread of the runner.</summary>
    public Action<string>? OnOutputLine { get; init; }
}
