namespace PatchBaselineAssociation.Platform;

/// <summary>The room that is left on a disk.</summary>
internal static class DiskRoom
{
    private const long LeastBytes = 1024 * 1024;

    /// <summary>Whether there is next to none: what was cut off in the middle takes what there was.</summary>
    /// <param name="folder">A folder on the disk.</param>
    public static bool IsUsedUp(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace < LeastBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What cannot be looked at is not known to be full.
            return false;
        }
    }
}
