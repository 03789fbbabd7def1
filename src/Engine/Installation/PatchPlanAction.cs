namespace PatchBaselineAssociation.Installation;

/// <summary>What a plan has for one package.</summary>
public enum PatchPlanAction
{
    Upgrade,

    /// <summary>A new package that an upgrade needs or recommends.</summary>
    Install,

    /// <summary>The installed version once more, because it is not whole.</summary>
    Reinstall,

    /// <summary>A dependency that nothing needs any more and that stands in the way.</summary>
    Remove,

    /// <summary>It cannot be put on: an install would report it as failed.</summary>
    Refuse,

    /// <summary>A setting of the administrator's keeps it away: it stays missing.</summary>
    Keep,
}
