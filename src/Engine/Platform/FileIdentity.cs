namespace PatchBaselineAssociation.Platform;

/// <summary>What tells one file from all others of a running Linux system.</summary>
internal sealed record FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
