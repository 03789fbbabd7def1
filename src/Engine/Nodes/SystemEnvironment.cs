using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace PatchBaselineAssociation.Nodes;

/// <summary>The environment of this process on this machine.</summary>
public sealed class SystemEnvironment : INodeEnvironment
{
    private readonly Lazy<WindowsVersionInfo> _windows = new(ReadWindowsVersion);

    public SystemKind Kind { get; } = FindKind();

    public Version? SystemVersion => Kind switch
    {
        SystemKind.Windows => new Version(_windows.Value.Major, _windows.Value.Minor, _windows.Value.Build),
        SystemKind.MacOS => ParseVersion(ReadSystemControl("kern.osproductversion")),
        _ => null,
    };

    public bool IsWindowsServer => Kind == SystemKind.Windows && _windows.Value.ProductType != WindowsVersionInfo.Workstation;

    public string HostName => Dns.GetHostName();

    public string MachineArchitecture => Architectures.OfRuntimeName(RuntimeInformation.OSArchitecture.ToString());

    public string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    public DateTimeOffset? GetBootTime(DateTimeOffset now) => Kind switch
    {
        SystemKind.Windows => now - TimeSpan.FromMilliseconds(NativeMethods.GetTickCount64()),
        SystemKind.MacOS => ParseBootTime(ReadSystemControl("kern.boottime")),
        _ => null,
    };

    /// <summary>What <c>sw_vers -productVersion</c> prints, as the kernel has it.</summary>
    internal static Version? ParseVersion(byte[]? value)
    {
        string text = value is null ? "" : Encoding.UTF8.GetString(value).TrimEnd('\0', '\n');
        return Version.TryParse(text.IndexOf('.') < 0 ? text + ".0" : text, out Version? version) ? version : null;
    }

    /// <summary>A timeval: seconds, 64 bits wide on every Mac that this runs on, and microseconds, which do not matter.</summary>
    internal static DateTimeOffset? ParseBootTime(byte[]? value) =>
        value is { Length: >= sizeof(long) } && BitConverter.ToInt64(value, 0) is > 0 and < uint.MaxValue and long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static SystemKind FindKind()
    {
#pragma warning disable MA0144 // netstandard2.0 has no System.OperatingSystem.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return SystemKind.Windows;
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? SystemKind.MacOS : SystemKind.Linux;
#pragma warning restore MA0144
    }

    private static byte[]? ReadSystemControl(string name)
    {
        byte[] buffer = new byte[256];
        IntPtr size = (IntPtr)buffer.Length;
        if (NativeMethods.ReadSystemControl(Encoding.ASCII.GetBytes(name + '\0'), buffer, ref size, IntPtr.Zero, IntPtr.Zero) != 0)
            return null;

        Array.Resize(ref buffer, size.ToInt32());
        return buffer;
    }

    private static WindowsVersionInfo ReadWindowsVersion()
    {
        WindowsVersionInfo info = new() { Size = Marshal.SizeOf<WindowsVersionInfo>(), ServicePack = "" };
        // It has no failure of its own: the only one is a size that it does not know.
        Marshal.ThrowExceptionForHR(NativeMethods.RtlGetVersion(ref info));
        return info;
    }
}
