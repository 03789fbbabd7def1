namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What has to happen to the Mac for an update to take effect.</summary>
internal enum UpdateAction
{
    None,

    Restart,

    /// <summary>It is put on while the Mac is off.</summary>
    ShutDown,

    /// <summary>A word that is not known here.</summary>
    Unknown,
}
