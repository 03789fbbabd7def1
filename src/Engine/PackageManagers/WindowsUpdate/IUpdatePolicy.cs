namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What Group Policy, and the servicing of Windows, say of updates, as a port.</summary>
internal interface IUpdatePolicy
{
    /// <summary>The address of the organisation's own update server; empty where updates do not come from one.</summary>
    string FindServer();

    /// <summary>Whether Windows still does, after a restart, what updates left to be done.</summary>
    bool IsServicing();
}
