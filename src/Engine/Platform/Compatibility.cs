using System.Diagnostics;
#if NETSTANDARD2_0
using System.Net;
using System.Runtime.InteropServices;
#endif

namespace PatchBaselineAssociation.Platform;

/// <summary>All differences between the two targets: no other file has an <c>#if</c>.</summary>
internal static class Compatibility
{
    /// <summary>Gives a child its arguments, each as one, whatever is in it.</summary>
    public static void SetArguments(ProcessStartInfo startInfo, IReadOnlyList<string> arguments)
    {
#if NETSTANDARD2_0
        startInfo.Arguments = CommandLine.Join(arguments);
#else
        foreach (var argument in arguments)
            startInfo.ArgumentList.Add(argument);
#endif
    }

    /// <summary>Kills a process and, where the target can, what it started.</summary>
    public static void KillTree(Process process)
    {
#if NETSTANDARD2_0
        process.Kill();
#else
        process.Kill(entireProcessTree: true);
#endif
    }

    public static async Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
#if NETSTANDARD2_0
        return await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
#else
        return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
#endif
    }

    public static async Task<Stream> ReadAsStreamAsync(HttpContent content, CancellationToken cancellationToken)
    {
#if NETSTANDARD2_0
        cancellationToken.ThrowIfCancellationRequested();
        return await content.ReadAsStreamAsync().ConfigureAwait(false);
#else
        return await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#endif
    }

    /// <summary>Adds TLS 1.2 where the host of .NET Framework offers older versions only, as Windows PowerShell does on older systems. The default is that the system chooses.</summary>
    public static void OfferTls12()
    {
#if NETSTANDARD2_0
        if (ServicePointManager.SecurityProtocol != default)
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
#endif
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
#if NETSTANDARD2_0
        var bytes = content.ToArray();
        stream.Write(bytes, 0, bytes.Length);
#else
        stream.Write(content);
#endif
    }

    public static int Count(ReadOnlySpan<byte> bytes, byte value)
    {
#if NETSTANDARD2_0
        int count = 0;
        for (int next = bytes.IndexOf(value); next >= 0; next = bytes.IndexOf(value))
        {
            count++;
            bytes = bytes.Slice(next + 1);
        }

        return count;
#else
        return bytes.Count(value);
#endif
    }

    /// <summary>Renames a file within a file system; a file that is there already is replaced in the same step.</summary>
    public static void ReplaceFile(string source, string destination)
    {
#if NETSTANDARD2_0
        const uint replaceExisting = 1;
        const uint writeThrough = 8;
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            UnixFiles.Rename(source, destination);
        else if (!NativeMethods.MoveFileEx(source, destination, replaceExisting | writeThrough))
            throw WindowsError(Marshal.GetLastWin32Error(), destination);
#else
        File.Move(source, destination, overwrite: true);
#endif
    }

    /// <summary>The permission bits of a file; null where there is none, or the system has no such bits or does not tell them.</summary>
    public static int? GetMode(string path)
    {
#if NETSTANDARD2_0
        return UnixFiles.GetMode(path);
#else
        return OperatingSystem.IsWindows() || !File.Exists(path) ? null : (int)File.GetUnixFileMode(path);
#endif
    }
#if NETSTANDARD2_0

    private static Exception WindowsError(int error, string path)
    {
        const int accessDenied = 5;
        const int resultOfWin32 = unchecked((int)0x80070000);
        var message = $"{new System.ComponentModel.Win32Exception(error).Message}: '{path}'";
        return error == accessDenied
            ? new UnauthorizedAccessException(message)
            : new IOException(message, resultOfWin32 | error);
    }
#endif
}
