namespace PatchBaselineAssociation.Reboots;

/// <summary>What the system itself says about a restart, whoever changed it.</summary>
public sealed record RebootHint
{
    /// <summary>There is a reason to restart the whole system.</summary>
    public bool IsNeeded => Reasons.Count > 0;

    /// <summary>Sentences for people.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Services, and processes that belong to none, that still use libraries which have been replaced since: a restart of each will do.</summary>
    public IReadOnlyList<string> ServicesWithOldLibraries { get; init; } = [];
}
