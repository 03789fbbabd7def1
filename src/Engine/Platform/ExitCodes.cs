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

    /// <summary>A call to Systems Manager failed: of each three the first is for what went wrong on the way, the second for what the service answered, the third for a missing right.</summary>
    public const int DescribeAssociationFailed = 130;

    public const int GetPatchBaselineFailed = 133;

    public const int DescribePatchBaselinesFailed = 136;

    public const int GetResourcesFailed = 139;

    /// <summary>More than one baseline for the operating system has the tags.</summary>
    public const int SeveralBaselinesTagged = 142;

    public const int SnapshotFailed = 143;

    public const int OperatingSystemNotSupported = 146;

    /// <summary>Neither the instance nor credentials for it could be found.</summary>
    public const int NoCredentials = 148;

    /// <summary>Systems Manager did not take the report; it is kept and sent by the next run.</summary>
    public const int ReportFailed = 149;

    public const int SnapshotInvalid = 150;

    public const int BaselineTagsInvalid = 153;

    public const int BaselineOverrideDenied = 160;

    /// <summary>It is no array of baselines.</summary>
    public const int BaselineOverrideInvalid = 161;

    public const int BaselineOverrideNotFetched = 162;

    public const int BaselineOverrideLacksSystem = 163;

    /// <summary>It holds more than one baseline for the system.</summary>
    public const int BaselineOverrideAmbiguous = 165;

    /// <summary>A baseline override and an install override list were given together.</summary>
    public const int TwoOverrides = 167;

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
