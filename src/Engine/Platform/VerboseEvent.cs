namespace PatchBaselineAssociation.Platform;

public sealed record VerboseEvent(string Message) : EngineEvent;
