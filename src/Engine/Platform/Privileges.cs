using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Platform;

/// <summary>What this process may do.</summary>
public static class Privileges
{
    /// <summary>Root on Unix, an elevated administrator on Windows.</summary>
    public static bool IsAdministrator()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return NativeMethods.EffectiveUserId() == 0;
        return NativeMethods.IsUserAnAdmin();
    }
}
