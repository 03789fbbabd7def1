using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Platform;

/// <summary>Calls of the operating system that .NET does not offer on both targets. Paths of Unix are UTF-8 with a zero at the end.</summary>
internal static class NativeMethods
{
    private const string LibC = "libc";
    private const int AnyServer = 29;

    /// <summary>Windows only.</summary>
    internal static bool IsWindowsServer() => IsOS(AnyServer);

    [DllImport(LibC, EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Kill(int processId, int signal);

    [DllImport(LibC, EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Access(byte[] path, int mode);

    [DllImport(LibC, EntryPoint = "chmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int ChangeMode(byte[] path, uint mode);

    [DllImport(LibC, EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Rename(byte[] source, byte[] destination);

    [DllImport(LibC, EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Open(byte[] path, int flags);

    [DllImport(LibC, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Synchronize(int descriptor);

    [DllImport(LibC, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Close(int descriptor);

    [DllImport(LibC, EntryPoint = "readlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern IntPtr ReadLink(byte[] path, byte[] buffer, UIntPtr size);

    [DllImport(LibC, EntryPoint = "realpath", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern IntPtr RealPath(byte[] path, byte[] buffer);

    /// <summary>Linux only. Unlike stat's, its structure is the same on every processor.</summary>
    [DllImport(LibC, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool MoveFileEx(string source, string destination, uint flags);

    /// <summary>Windows only; known by its number alone.</summary>
    [DllImport("shlwapi", EntryPoint = "#437", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool IsOS(int feature);
}
