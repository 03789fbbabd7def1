using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Keeps Windows from falling asleep in the middle of an update. Begun and ended on the thread that does the work.</summary>
internal sealed class WakefulWindows : IDisposable
{
    private const uint Continuous = 0x80000000;
    private const uint SystemRequired = 1;

    public WakefulWindows() => Set(Continuous | SystemRequired);

    public void Dispose() => Set(Continuous);

    private static void Set(uint flags)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            _ = NativeMethods.SetThreadExecutionState(flags);
    }
}
