namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What a transaction does to one package.</summary>
public enum PackageStepKind
{
    /// <summary>A newer version takes the place of the installed one.</summary>
    Upgrade,

    /// <summary>A package that was not there before.</summary>
    Install,

    /// <summary>The installed version is put on again, because it is not whole.</summary>
    Reinstall,

    Downgrade,

    Remove,
}
