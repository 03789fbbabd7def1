namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>InstallationImpact.</summary>
internal enum UpdateImpact
{
    Normal,
    Minor,

    /// <summary>It is to be installed alone.</summary>
    Exclusive,
}
