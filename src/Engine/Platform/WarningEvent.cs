namespace PatchBaselineAssociation.Platform;

/// <param name="Id">Stable id out of <see cref="ErrorIds"/>.</param>
/// <param name="Message">What happened, to what, and what to do.</param>
/// <param name="Target">The object concerned: a file, a repository, a package.</param>
public sealed record WarningEvent(string Id, string Message, object? Target = null) : EngineEvent
{
    public string Message { get; init => field = PrintableText.Lines(value); } = PrintableText.Lines(Message);
}
