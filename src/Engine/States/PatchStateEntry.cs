namespace PatchBaselineAssociation.States;

/// <summary>What the state file keeps of one installed patch.</summary>
public sealed record PatchStateEntry(string Id, DateTimeOffset? InstalledTime, PatchState State);
