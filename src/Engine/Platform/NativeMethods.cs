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

    [DllImport(LibC, EntryPoint = "symlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int CreateLink(byte[] target, byte[] path);

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

    // The spawn functions give their error as the result.
    [DllImport(LibC, EntryPoint = "posix_spawn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Spawn(out int processId, byte[] path, IntPtr fileActions, IntPtr attributes, IntPtr arguments, IntPtr environment);

    [DllImport(LibC, EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnFileActionsInit(IntPtr fileActions);

    [DllImport(LibC, EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnFileActionsDestroy(IntPtr fileActions);

    [DllImport(LibC, EntryPoint = "posix_spawn_file_actions_addopen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnFileActionsAddOpen(IntPtr fileActions, int descriptor, byte[] path, int flags, int mode);

    [DllImport(LibC, EntryPoint = "posix_spawn_file_actions_adddup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnFileActionsAddDuplicate(IntPtr fileActions, int descriptor, int newDescriptor);

    [DllImport(LibC, EntryPoint = "posix_spawnattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnAttributesInit(IntPtr attributes);

    [DllImport(LibC, EntryPoint = "posix_spawnattr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnAttributesDestroy(IntPtr attributes);

    [DllImport(LibC, EntryPoint = "posix_spawnattr_setflags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnAttributesSetFlags(IntPtr attributes, short flags);

    [DllImport(LibC, EntryPoint = "posix_spawnattr_setsigmask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnAttributesSetSignalMask(IntPtr attributes, byte[] signals);

    [DllImport(LibC, EntryPoint = "posix_spawnattr_setsigdefault")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SpawnAttributesSetSignalDefault(IntPtr attributes, byte[] signals);

    [DllImport(LibC, EntryPoint = "sigemptyset", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SignalSetEmpty(byte[] signals);

    [DllImport(LibC, EntryPoint = "sigaddset", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SignalSetAdd(byte[] signals, int signal);

    [DllImport(LibC, EntryPoint = "waitpid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int WaitProcess(int processId, out int status, int options);

    [DllImport(LibC, EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern uint EffectiveUserId();

    /// <summary>Linux only. Unlike stat's, its structure is the same on every processor.</summary>
    [DllImport(LibC, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool MoveFileEx(string source, string destination, uint flags);

    /// <summary>Windows only.</summary>
    [DllImport("shell32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool IsUserAnAdmin();

    [DllImport("advapi32", EntryPoint = "RegGetValueW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static extern int RegGetValue(IntPtr key, string subKey, string value, uint flags, IntPtr type, byte[] data, ref int size);

    [DllImport("advapi32", EntryPoint = "RegOpenKeyExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static extern int RegOpenKeyEx(IntPtr key, string subKey, int options, int rights, out IntPtr opened);

    [DllImport("advapi32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static extern int RegCloseKey(IntPtr key);

    [DllImport("advapi32", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool ConvertSecurityDescriptor(string text, int revision, out IntPtr descriptor, IntPtr size);

    [DllImport("kernel32", EntryPoint = "CreateDirectoryW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool CreateDirectory(string path, ref SecurityAttributes attributes);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static extern IntPtr LocalFree(IntPtr memory);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static extern uint SetThreadExecutionState(uint flags);

    /// <summary>Windows only; known by its number alone.</summary>
    [DllImport("shlwapi", EntryPoint = "#437", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool IsOS(int feature);
}
