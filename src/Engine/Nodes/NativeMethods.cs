using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Nodes;

internal static class NativeMethods
{
    /// <summary>Unlike GetVersionEx, tells the truth to programs without a manifest.</summary>
    [DllImport("ntdll.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int RtlGetVersion(ref WindowsVersionInfo info);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern ulong GetTickCount64();

    [DllImport("libc", EntryPoint = "sysctlbyname", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ReadSystemControl(byte[] name, byte[] value, ref IntPtr size, IntPtr newValue, IntPtr newSize);
}
