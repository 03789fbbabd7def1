using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Values below HKEY_LOCAL_MACHINE. What is not there, or may not be read, is null.</summary>
internal static class WindowsRegistry
{
    private const int MostCharacters = 2048;
    private const uint Text = 0x2;
    private const uint Number = 0x10;

    // HKEY_LOCAL_MACHINE; the number is sign-extended to the width of a handle.
    private static readonly IntPtr s_localMachine = new(unchecked((int)0x80000002));

    public static string? ReadText(string key, string name)
    {
        byte[] buffer = new byte[MostCharacters * sizeof(char)];
        int size = buffer.Length;
        return NativeMethods.RegGetValue(s_localMachine, key, name, Text, IntPtr.Zero, buffer, ref size) == 0
            ? Encoding.Unicode.GetString(buffer, 0, size).TrimEnd('\0')
            : null;
    }

    public static int? ReadNumber(string key, string name)
    {
        byte[] buffer = new byte[sizeof(int)];
        int size = buffer.Length;
        return NativeMethods.RegGetValue(s_localMachine, key, name, Number, IntPtr.Zero, buffer, ref size) == 0 ? BitConverter.ToInt32(buffer, 0) : null;
    }

    public static bool Exists(string key)
    {
        const int read = 0x20019;
        if (NativeMethods.RegOpenKeyEx(s_localMachine, key, 0, read, out IntPtr opened) != 0)
            return false;
        _ = NativeMethods.RegCloseKey(opened);
        return true;
    }
}
