using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Baselines;

/// <summary>What a list of baselines tells of one.</summary>
/// <param name="Id">Id; of a baseline that AWS owns the whole resource name.</param>
/// <param name="Name">The baseline's name.</param>
/// <param name="OperatingSystem">Null where the service names one that this module does not know.</param>
/// <param name="IsDefault">Whether it is the account's default for its system.</param>
public sealed record BaselineIdentity(string Id, string Name, PatchOperatingSystem? OperatingSystem, bool IsDefault);
