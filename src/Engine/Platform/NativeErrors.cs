using System.ComponentModel;

namespace PatchBaselineAssociation.Platform;

/// <summary>Turns error numbers of the operating system into the exceptions that System.IO throws for them.</summary>
internal static class NativeErrors
{
    // Of every Unix; Windows shares 2 and 5 by meaning only for "not found" and "access denied".
    private const int NotPermitted = 1;
    private const int NotFound = 2;
    private const int AccessDenied = 13;
    private const int ReadOnlyFileSystem = 30;

    public static Exception ToException(int error, string path)
    {
        var message = $"{new Win32Exception(error).Message}: '{path}'";
        return error switch
        {
            NotFound => new FileNotFoundException(message, path),
            NotPermitted or AccessDenied => new UnauthorizedAccessException(message),
            ReadOnlyFileSystem => new IOException(message),
            _ => new IOException(message, error),
        };
    }
}
