namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What the publisher suggests after a package was updated.</summary>
[Flags]
internal enum Suggestions
{
    None = 0,

    /// <summary>Of the system.</summary>
    Reboot = 1,

    /// <summary>Of the package manager.</summary>
    Restart = 2,

    Relogin = 4,
}
