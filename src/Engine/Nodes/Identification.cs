namespace PatchBaselineAssociation.Nodes;

/// <param name="OperatingSystem">The system that baselines know it as.</param>
/// <param name="Version">As the product string has it; empty where nothing tells.</param>
/// <param name="IsInferred">Whether it was told by what the system is derived from, or a trace of it, instead of its own name.</param>
internal sealed record Identification(PatchOperatingSystem OperatingSystem, string Version, bool IsInferred);
