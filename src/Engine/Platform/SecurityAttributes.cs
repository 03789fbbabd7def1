using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Platform;

/// <summary>SECURITY_ATTRIBUTES.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SecurityAttributes
{
    public int Length;
    public IntPtr Descriptor;
    public int IsInherited;
}
