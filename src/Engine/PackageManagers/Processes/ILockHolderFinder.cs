namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Finds out who holds a lock, as a port.</summary>
public interface ILockHolderFinder
{
    /// <summary>The process that holds an fcntl lock on a file; null where none does, or where this user may not know.</summary>
    LockHolder? Find(string lockedPath);
}
