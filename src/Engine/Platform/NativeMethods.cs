using System.Runtime.InteropServices;
using System.Text;

namespace PatchBaselineAssociation.Platform;

/// <summary>The few calls to the operating system that .NET has no name for on both targets.</summary>
internal static class NativeMethods
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const string LibraryC = "libc";
    private const int OpenReadOnly = 0;
    private const int AnyServer = 29;
    private const int MaximumPathBytes = 4096;

    /// <summary>Sends a signal to every process of a group.</summary>
    /// <returns>False where there is none left, or none that may be signalled.</returns>
    public static bool SignalGroup(int groupId, int signal) => kill(-groupId, signal) == 0;

    /// <summary>The target of a symbolic link; null where the path is none or may not be read.</summary>
    public static string? ReadLink(string path)
    {
        byte[] buffer = new byte[MaximumPathBytes];
        long length = (long)readlink(Encoding.UTF8.GetBytes(path + "\0"), buffer, (nuint)buffer.Length);
        return length is <= 0 or >= MaximumPathBytes ? null : Encoding.UTF8.GetString(buffer, 0, (int)length);
    }

    /// <summary>Has the operating system write a folder's entries to disk, so that a rename outlives a power cut. A file system that cannot is left alone.</summary>
    public static void FlushFolder(string path)
    {
        int descriptor = open(Encoding.UTF8.GetBytes(path + "\0"), OpenReadOnly);
        if (descriptor < 0)
            return;
        _ = fsync(descriptor);
        _ = close(descriptor);
    }

    /// <summary>Windows only.</summary>
    public static bool IsWindowsServer() => IsOS(AnyServer);

#pragma warning disable IDE1006, CA2101, CA5392, SYSLIB1054 // The C library's own names; source-generated imports do not exist on .NET Standard 2.0.
    [DllImport(LibraryC, SetLastError = true)]
    private static extern int kill(int processId, int signal);

    [DllImport(LibraryC, SetLastError = true)]
    private static extern nint readlink(byte[] path, byte[] buffer, nuint size);

    [DllImport(LibraryC, SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport(LibraryC, SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport(LibraryC, SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("shlwapi.dll", EntryPoint = "#437")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool IsOS(int feature);
#pragma warning restore IDE1006, CA2101, CA5392, SYSLIB1054
}
