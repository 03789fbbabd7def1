using System.Security;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list in a local file.</summary>
internal static class OverrideListFile
{
    /// <exception cref="PatchException">The file cannot be read.</exception>
    public static byte[] ReadBytes(IFileSystem files, string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new PatchException(ErrorIds.OverrideListNotFound, ErrorKind.InvalidArgument, "The path of the install override list is empty.", path, "Give the path of a file.");

        // Tried first: reading a folder fails with what looks like a missing permission.
        if (files.DirectoryExists(path))
            throw new PatchException(ErrorIds.OverrideListUnreadable, ErrorKind.InvalidArgument, $"'{path}' is a folder, not an install override list.", path, "Give the path of a file in it.");

        try
        {
            return files.ReadAllBytes(path, OverrideListReader.MaximumBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PatchException(ErrorIds.OverrideListNotFound, ErrorKind.ObjectNotFound, $"There is no install override list '{path}'.", path, "Check the path.", e);
        }
        catch (FileTooLargeException e)
        {
            throw OverrideListReader.TooLarge(path, e.Length, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw new PatchException(
                ErrorIds.OverrideListUnreadable,
                ErrorKind.PermissionDenied,
                $"The install override list '{path}' may not be read by this user: {e.Message}",
                path,
                "Give this user the right to read it, or run as one who has it.",
                e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new PatchException(ErrorIds.OverrideListUnreadable, ErrorKind.ReadError, $"The install override list '{path}' cannot be read: {e.Message}", path, "Check the path and the disk.", e);
        }
    }
}
