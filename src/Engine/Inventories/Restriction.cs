namespace PatchBaselineAssociation.Inventories;

/// <summary>Something that keeps a version from being installed, with the words that the reason of the patch shows.</summary>
/// <param name="Kind">Who restricts it, and how.</param>
/// <param name="Reason">A sentence naming the setting, without a full stop.</param>
public sealed record Restriction(RestrictionKind Kind, string Reason)
{
    /// <summary>True where the publisher has not offered the version to this node as a patch: then it is no candidate, and not missing.
    /// False where only a local setting or missing trust keeps it away: then it is reported all the same.</summary>
    public bool IsWithheldByPublisher => Kind is RestrictionKind.Phased or RestrictionKind.NotAutomatic or RestrictionKind.SystemUpgrade;

    /// <summary>Whether an override list that names the version takes it in spite of its publisher.</summary>
    public bool CanBeAskedFor => Kind is RestrictionKind.Phased or RestrictionKind.NotAutomatic;
}
