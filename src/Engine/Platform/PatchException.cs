namespace PatchBaselineAssociation.Platform;

/// <summary>A failure with a stable id, the object concerned and what to do about it. The engine throws no other for what it foresees.</summary>
public sealed class PatchException : Exception
{
    public PatchException(string errorId, ErrorKind kind, string message, object? target = null, string? recommendedAction = null, Exception? innerException = null)
        : base(PrintableText.Lines(message), innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
        RecommendedAction = recommendedAction is null ? null : PrintableText.Lines(recommendedAction);
    }

    /// <summary>Stable id out of <see cref="ErrorIds"/>.</summary>
    public string ErrorId { get; }

    public ErrorKind Kind { get; }

    /// <summary>The object concerned: a path, a JSON path, a repository, a package.</summary>
    public object? Target { get; }

    public string? RecommendedAction { get; }

    /// <summary>The exit code published for this failure, where there is one of its own; otherwise 1.</summary>
    public int ExitCode { get; init; } = 1;
}
