using Amazon;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>Makes signatures bear the service's time. The SDK does so only where it is the one that tries again.</summary>
internal static class ClockCorrection
{
    public static bool TryApply(CallFailure failure, IClock clock)
    {
        if (failure.ServiceTime is not { } time)
            return false;

        // Found anew each time: the clock may have been set meanwhile.
        AWSConfigs.ManualClockCorrection = time - clock.UtcNow;
        return true;
    }
}
