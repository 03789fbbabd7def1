using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>A lock on a file that the kernel knows of.</summary>
/// <param name="ProcessId">Null where the lock belongs to an open file, not to a process.</param>
/// <param name="IsExclusive">A write lock; otherwise others may read-lock too.</param>
/// <param name="File">What is locked.</param>
internal sealed record FileLock(int? ProcessId, bool IsExclusive, FileIdentity File);
