using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>What a command gave that ran as the system account.</summary>
internal sealed record SystemAccountAnswer
{
    /// <summary>Objects as they come out of another process.</summary>
    public required IReadOnlyList<object> Results { get; init; }

    /// <summary>With their ids in brackets before them.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Errors that did not end the command.</summary>
    public required IReadOnlyList<PatchException> Errors { get; init; }

    /// <summary>The error that ended it; null where none did.</summary>
    public PatchException? Failure { get; init; }
}
