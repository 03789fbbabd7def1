namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>What to run so that it outlives us: its output goes to a file, not to a pipe that would break.</summary>
public sealed record DetachedProcessRequest
{
    /// <summary>The descriptor that <see cref="StatusFile"/> is open on in the tool.</summary>
    public const int StatusDescriptor = 3;

    /// <inheritdoc cref="ProcessRequest.Tool"/>
    public required string Tool { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <inheritdoc cref="ProcessRequest.Environment"/>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Both streams are added to its end.</summary>
    public required string OutputFile { get; init; }

    /// <summary>A file that the tool writes its status lines to, by <see cref="StatusDescriptor"/>.</summary>
    public required string StatusFile { get; init; }

    /// <summary>Called for each status line as it comes.</summary>
    public Action<string>? OnStatusLine { get; init; }

    /// <summary>What to tell whoever would shut the machine down meanwhile; null where that does no harm.</summary>
    public string? ShutdownReason { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(2);
}
