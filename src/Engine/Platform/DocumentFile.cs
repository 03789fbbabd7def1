using System.Security;

namespace PatchBaselineAssociation.Platform;

/// <summary>A document in a local file.</summary>
internal static class DocumentFile
{
    /// <exception cref="PatchException">The file cannot be read.</exception>
    public static byte[] ReadBytes(IFileSystem files, string path, DocumentTerms terms)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new PatchException(terms.NotFound, ErrorKind.InvalidArgument, $"The path of the {terms.Noun} is empty.", path, "Give the path of a file.") { ExitCode = terms.ExitCodeOfFetching };

        // Tried first: reading a folder fails with what looks like a missing permission.
        if (files.DirectoryExists(path))
            throw new PatchException(terms.Unreadable, ErrorKind.InvalidArgument, $"'{path}' is a folder, not {terms.ANoun}.", path, "Give the path of a file in it.") { ExitCode = terms.ExitCodeOfFetching };

        try
        {
            return files.ReadAllBytes(path, terms.MaximumBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PatchException(terms.NotFound, ErrorKind.ObjectNotFound, $"There is no {terms.Noun} '{path}'.", path, "Check the path.", e) { ExitCode = terms.ExitCodeOfFetching };
        }
        catch (FileTooLargeException e)
        {
            throw terms.TooLarge(path, e.Length, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw new PatchException(
                terms.Unreadable,
                ErrorKind.PermissionDenied,
                $"The {terms.Noun} '{path}' may not be read by this user: {e.Message}",
                path,
                "Give this user the right to read it, or run as one who has it.",
                e)
            { ExitCode = terms.ExitCodeOfFetching };
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new PatchException(terms.Unreadable, ErrorKind.ReadError, $"The {terms.Noun} '{path}' cannot be read: {e.Message}", path, "Check the path and the disk.", e) { ExitCode = terms.ExitCodeOfFetching };
        }
    }
}
