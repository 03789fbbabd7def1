using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Nodes;

/// <summary>OSVERSIONINFOEXW.</summary>
[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
internal struct WindowsVersionInfo
{
    public const byte Workstation = 1;

    public int Size;
    public int Major;
    public int Minor;
    public int Build;
    public int Platform;

    [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 128)]
    public string ServicePack;

    public ushort ServicePackMajor;
    public ushort ServicePackMinor;
    public ushort Suite;
    public byte ProductType;
    public byte Reserved;
}
