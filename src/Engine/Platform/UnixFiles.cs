using System.Runtime.InteropServices;
using System.Text;

namespace PatchBaselineAssociation.Platform;

/// <summary>What Unix knows of files and .NET does not offer on both targets.</summary>
internal static class UnixFiles
{
    private const int ExecuteAccess = 1;
    private const int WriteAccess = 2;
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMacOS = 0x1000000;
    private const int CurrentFolder = -100;
    private const uint BasicStatistics = 0x7ff;
    private const int StatisticsLength = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceMajorOffset = 136;
    private const int DeviceMinorOffset = 140;
    private const int PermissionBits = 0xFFF;
    private const int TypeBits = 0xF000;
    private const int PipeType = 0x1000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xA000;
    private const int SocketType = 0xC000;
    private const int NotFollowingLinks = 0x100;

    // Longer than PATH_MAX of every system: realpath writes without knowing the length.
    private const int PathBufferLength = 8192;

    private static bool IsUnix { get; } = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static bool IsLinux { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>Where a symbolic link points, as it is written in the link; null where the path is none, or may not be read, and on Windows.</summary>
    public static string? ReadLink(string path)
    {
        if (!IsUnix)
            return null;
        var buffer = new byte[PathBufferLength];
        var length = (int)NativeMethods.ReadLink(Encode(path), buffer, (UIntPtr)buffer.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>The absolute path without symbolic links; null where it does not exist, or may not be looked up, and on Windows.</summary>
    public static string? RealPath(string path)
    {
        if (!IsUnix)
            return null;
        var buffer = new byte[PathBufferLength];
        return NativeMethods.RealPath(Encode(path), buffer) == IntPtr.Zero
            ? null
            : Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
    }

    /// <summary>Whether this user may execute the file; on Windows always true.</summary>
    public static bool IsExecutable(string path) => !IsUnix || NativeMethods.Access(Encode(path), ExecuteAccess) == 0;

    /// <summary>Whether this user may write to the file or folder, and its file system lets itself be written; on Windows always true. Nothing is tried.</summary>
    public static bool IsWritable(string path) => !IsUnix || NativeMethods.Access(Encode(path), WriteAccess) == 0;

    /// <summary>Device and inode; null where there is no such file, on other systems than Linux, and before glibc 2.28.</summary>
    public static FileIdentity? GetIdentity(string path) => TryStatX(path) is { } statistics
        ? new FileIdentity(
            BitConverter.ToUInt32(statistics, DeviceMajorOffset),
            BitConverter.ToUInt32(statistics, DeviceMinorOffset),
            BitConverter.ToUInt64(statistics, InodeOffset))
        : null;

    /// <summary>The permission bits; null as with <see cref="GetIdentity"/>.</summary>
    public static int? GetMode(string path) => TryStatX(path) is { } statistics
        ? BitConverter.ToUInt16(statistics, ModeOffset) & PermissionBits
        : null;

    /// <summary>What the path itself is, a link not followed; null as with <see cref="GetIdentity"/>, but that a link is known wherever links can be read.</summary>
    public static FileKind? GetKind(string path)
    {
        if (TryStatX(path, NotFollowingLinks) is not { } statistics)
            return ReadLink(path) is null ? null : FileKind.Link;
        return KindOf(statistics);
    }

    /// <summary>Whether the path, or what its links lead to, is a pipe, a socket or a device; false where <see cref="GetIdentity"/> gives null.</summary>
    public static bool LeadsToSpecial(string path) => TryStatX(path) is { } statistics && KindOf(statistics) == FileKind.Special;

    /// <summary>Whether the path is a pipe or a socket, which keep a reader waiting for ever; false where <see cref="GetIdentity"/> gives null.</summary>
    public static bool IsPipeOrSocket(string path) =>
        TryStatX(path) is { } statistics && (BitConverter.ToUInt16(statistics, ModeOffset) & TypeBits) is PipeType or SocketType;

    /// <exception cref="IOException">The system refused.</exception>
    public static void SetMode(string path, int mode)
    {
        if (NativeMethods.ChangeMode(Encode(path), (uint)mode) != 0)
            throw NativeErrors.ToException(Marshal.GetLastWin32Error(), path);
    }

    /// <summary>Replaces the destination if there is one.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Rename(string source, string destination)
    {
        if (NativeMethods.Rename(Encode(source), Encode(destination)) != 0)
            throw NativeErrors.ToException(Marshal.GetLastWin32Error(), source);
    }

    /// <summary>Makes a symbolic link.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void CreateLink(string target, string path)
    {
        if (NativeMethods.CreateLink(Encode(target), Encode(path)) != 0)
            throw NativeErrors.ToException(Marshal.GetLastWin32Error(), path);
    }

    /// <summary>Writes the folder's own entries to disk, so that a rename in it outlives a power cut.
    /// Does what it can: not every file system offers it, and the content is safe either way.</summary>
    public static void FlushFolder(string path)
    {
        if (!IsUnix)
            return;
        var descriptor = NativeMethods.Open(Encode(path), IsLinux ? CloseOnExecLinux : CloseOnExecMacOS);
        if (descriptor < 0)
            return;
        _ = NativeMethods.Synchronize(descriptor);
        _ = NativeMethods.Close(descriptor);
    }

    private static FileKind KindOf(byte[] statistics) => (BitConverter.ToUInt16(statistics, ModeOffset) & TypeBits) switch
    {
        FileType => FileKind.File,
        FolderType => FileKind.Folder,
        LinkType => FileKind.Link,
        _ => FileKind.Special,
    };

    private static byte[]? TryStatX(string path, int flags = 0)
    {
        if (!IsLinux)
            return null;
        var buffer = new byte[StatisticsLength];
        try
        {
            return NativeMethods.StatX(CurrentFolder, Encode(path), flags, BasicStatistics, buffer) == 0 ? buffer : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
