namespace PatchBaselineAssociation.States;

/// <summary>Where state is to be kept.</summary>
public sealed record StateStoreOptions
{
    /// <summary>The folder the user gave, as a full path: no other will do. Null for the documented one.</summary>
    public string? StatePath { get; init; }

    /// <summary>The node's root: state of an image is kept apart, and never in the image.</summary>
    public string Root { get; init; } = "/";

    public required StateFolders Folders { get; init; }

    public RunHistoryLimits History { get; init; } = new();
}
