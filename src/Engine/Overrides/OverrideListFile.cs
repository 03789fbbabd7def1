using System.Security;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list in a local file.</summary>
internal static class OverrideListFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a list as UTF-8 without a byte order mark, whole or not at all.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListExists"/> or <see cref="ErrorIds.OverrideListNotWritten"/>.</exception>
    public static void Write(IFileSystem files, string path, string list, bool overwrite)
    {
        RefuseTarget(files, path, overwrite);
        try
        {
            files.WriteAtomically(path, s_utf8.GetBytes(list));
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

    /// <summary>Before the work for a list begins: whether it could not be written in the end.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListExists"/> or <see cref="ErrorIds.OverrideListNotWritten"/>.</exception>
    public static void RefuseTarget(IFileSystem files, string path, bool overwrite)
    {
        if (files.DirectoryExists(path))
            throw NotWritten(path, ErrorKind.InvalidArgument, "it is a folder.", "Give the path of a file in it.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !files.DirectoryExists(folder))
            throw NotWritten(path, ErrorKind.ObjectNotFound, $"there is no folder '{folder}'.", "Make the folder, or give the path of a file in another one.");
        if (!overwrite && files.FileExists(path))
            throw new PatchException(ErrorIds.OverrideListExists, ErrorKind.ResourceExists, $"There is a file '{path}' already.", path, "Give -Force to replace it, or another path.");
    }

    private static PatchException NotWritten(string path, ErrorKind kind, string why, string recommendedAction, Exception? cause = null) =>
        new(ErrorIds.OverrideListNotWritten, kind, $"The install override list '{path}' cannot be written: {why}", path, recommendedAction, cause);
}
