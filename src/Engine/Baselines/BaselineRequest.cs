using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Which baseline somebody wants. With neither path nor id: the one that applies.</summary>
/// <param name="Path">A baseline file.</param>
/// <param name="BaselineId">Id, name or resource name of a baseline.</param>
/// <param name="OperatingSystem">The system it has to be for; the node's where it is null.</param>
public sealed record BaselineRequest(string? Path = null, string? BaselineId = null, PatchOperatingSystem? OperatingSystem = null);
