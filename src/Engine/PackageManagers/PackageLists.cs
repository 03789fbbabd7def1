namespace PatchBaselineAssociation.PackageManagers;

/// <summary>Which metadata of repositories a run works with.</summary>
public enum PackageLists
{
    /// <summary>The module's own: the system's stay as they are.</summary>
    Own,

    /// <summary>The system's, which are refreshed as the system itself would: for what installs.</summary>
    System,
}
