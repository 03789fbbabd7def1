using System.ComponentModel;
using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

/// <summary>A folder that only administrators and the system may look into, from its first moment on.</summary>
internal static class AdministratorsFolder
{
    // Protected, and everything in it alike: full access for the system and for administrators.
    private const string Access = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
    private const int Revision = 1;

    public static void Create(string path)
    {
        if (!NativeMethods.ConvertSecurityDescriptor(Access, Revision, out IntPtr descriptor, IntPtr.Zero))
            throw Failed(path);
        try
        {
            SecurityAttributes attributes = new() { Length = Marshal.SizeOf<SecurityAttributes>(), Descriptor = descriptor };
            if (!NativeMethods.CreateDirectory(path, ref attributes))
                throw Failed(path);
        }
        finally
        {
            _ = NativeMethods.LocalFree(descriptor);
        }
    }

    private static PatchException Failed(string path)
    {
        Win32Exception error = new(Marshal.GetLastWin32Error());
        return new PatchException(
            ErrorIds.ScheduledTaskFailed, ErrorKind.WriteError, $"The folder '{path}' for the scheduled task could not be made: {error.Message}", path, "Run as an administrator.", error);
    }
}
