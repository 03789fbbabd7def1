namespace PatchBaselineAssociation.Platform;

public sealed record VerboseEvent(string Message) : EngineEvent
{
    public string Message { get; init => field = PrintableText.Lines(value); } = PrintableText.Lines(Message);
}
