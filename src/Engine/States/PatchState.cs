namespace PatchBaselineAssociation.States;

/// <summary>The published states; the names are those of the state files.</summary>
public enum PatchState
{
    Installed,
    InstalledOther,
    InstalledRejected,
    InstalledPendingReboot,
    Missing,
    Failed,
    NotApplicable,
    AvailableSecurityUpdate,
}
