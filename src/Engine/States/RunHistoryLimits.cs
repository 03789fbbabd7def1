namespace PatchBaselineAssociation.States;

/// <summary>How much history is kept. The newest run is kept whatever it takes.</summary>
public sealed record RunHistoryLimits(int MaximumRuns = 30, long MaximumBytes = 50 * 1024 * 1024);
