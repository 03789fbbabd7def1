namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <param name="ProcessId">The process that holds the lock.</param>
/// <param name="Command">Its name.</param>
public sealed record LockHolder(int ProcessId, string Command);
