namespace PatchBaselineAssociation.Platform;

/// <summary>How a run ends towards the Systems Manager agent and other callers. The numbers are published: never change one.</summary>
/// <remarks>They tell how the run went, not compliance: a scan that finds missing patches succeeds.</remarks>
public static class ExitCodes
{
    public const int Success = 0;

    public const int Failure = 1;

    /// <summary>Nothing went wrong but what could not be planned: patches whose dependencies cannot be satisfied.</summary>
    public const int DependencyCheckFailure = 2;

    /// <summary>The system did not restart, as often as it was asked to.</summary>
    public const int RebootFailure = 3;

    /// <summary>More than one baseline for the operating system has the tags.</summary>
    public const int SeveralBaselinesTagged = 142;

    public const int OperatingSystemNotSupported = 146;

    /// <summary>No credentials for the call were found.</summary>
    public const int NoCredentials = 148;

    /// <summary>On Linux and macOS: asks the agent to restart the system and to run the same command again after that.</summary>
    public const int RebootRequested = 194;

    /// <summary>As <see cref="RebootRequested"/>, on Windows.</summary>
    public const int RebootRequestedOnWindows = 3010;

    /// <summary>What an install ends with.</summary>
    /// <param name="anyFailed">A patch that was to be installed is not.</param>
    /// <param name="allFailuresFromPlan">None of those failed while it was being installed: the plan had left all of them out.</param>
    public static int Of(bool anyFailed, bool allFailuresFromPlan)
    {
        if (!anyFailed)
            return Success;
        return allFailuresFromPlan ? DependencyCheckFailure : Failure;
    }
}
