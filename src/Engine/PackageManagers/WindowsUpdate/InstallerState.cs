namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <param name="IsBusy">Somebody installs updates at this moment.</param>
/// <param name="IsRestartRequiredFirst">Nothing can be installed before a restart.</param>
internal sealed record InstallerState(bool IsBusy, bool IsRestartRequiredFirst);
