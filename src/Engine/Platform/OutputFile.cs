using System.Security;

namespace PatchBaselineAssociation.Platform;

/// <summary>A file that a user asked for: written whole or not at all, and over another one only where that was said.</summary>
/// <param name="What">What it holds, as a message calls it.</param>
/// <param name="ExistsId">The error's id where a file is there already.</param>
/// <param name="NotWrittenId">The error's id where it cannot be written.</param>
internal sealed record OutputFile(string What, string ExistsId, string NotWrittenId)
{
    /// <exception cref="PatchException">With one of the two ids.</exception>
    public void Write(IFileSystem files, string path, byte[] content, bool overwrite)
    {
        RefuseTarget(files, path, overwrite);
        try
        {
            files.WriteAtomically(path, content);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw NotWritten(path, ErrorKind.PermissionDenied, e.Message, "Give the path of a file in a folder that this user may write to.", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw NotWritten(path, ErrorKind.WriteError, e.Message, "Check the path and the disk.", e);
        }
    }

    /// <summary>Before the work for it begins: whether it could not be written in the end.</summary>
    /// <exception cref="PatchException">With one of the two ids.</exception>
    public void RefuseTarget(IFileSystem files, string path, bool overwrite)
    {
        if (files.DirectoryExists(path))
            throw NotWritten(path, ErrorKind.InvalidArgument, "it is a folder.", "Give the path of a file in it.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !files.DirectoryExists(folder))
            throw NotWritten(path, ErrorKind.ObjectNotFound, $"there is no folder '{folder}'.", "Make the folder, or give the path of a file in another one.");
        if (!overwrite && files.FileExists(path))
            throw new PatchException(ExistsId, ErrorKind.ResourceExists, $"There is a file '{path}' already.", path, "Give -Force to replace it, or another path.");
    }

    private PatchException NotWritten(string path, ErrorKind kind, string why, string recommendedAction, Exception? cause = null) =>
        new(NotWrittenId, kind, $"The {What} '{path}' cannot be written: {why}", path, recommendedAction, cause);
}
