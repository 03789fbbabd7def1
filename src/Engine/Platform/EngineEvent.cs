namespace PatchBaselineAssociation.Platform;

/// <summary>Something the engine tells its caller while it works. The caller decides how it is shown.</summary>
public abstract record EngineEvent;
