namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <param name="ProcessId">The process that holds the lock.</param>
/// <param name="Command">Its command line, without secrets; its name where the command line cannot be read.</param>
public sealed record LockHolder(int ProcessId, string Command)
{
    public override string ToString() => $"process {ProcessId} ({Command})";
}
