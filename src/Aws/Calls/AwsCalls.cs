using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>The calls that are made, in one region.</summary>
internal sealed class AwsCalls(string partition, string region)
{
    public AwsCall DescribePatchBaselines { get; } = new("ssm:DescribePatchBaselines", "*", ExitCodes.DescribePatchBaselinesFailed);

    public AwsCall GetResources { get; } = new("tag:GetResources", "*", ExitCodes.GetResourcesFailed);

    public AwsCall GetDefaultPatchBaseline => new("ssm:GetDefaultPatchBaseline", Systems("patchbaseline/*"), ExitCodes.GetPatchBaselineFailed);

    public AwsCall GetPatchBaseline(string id) => OnBaseline("ssm:GetPatchBaseline", id);

    public AwsCall DescribeEffectivePatches(string id) => OnBaseline("ssm:DescribeEffectivePatchesForPatchBaseline", id);

    public AwsCall GetSnapshot(string instanceId) => new("ssm:GetDeployablePatchSnapshotForInstance", Instance(instanceId), ExitCodes.SnapshotFailed)
    {
        Hint = "The service gives a snapshot to the instance's own credentials only, those of its instance profile.",
        Meaning = (code, says) => code is not ("UnsupportedOperatingSystem" or "UnsupportedOperatingSystemException") ? null : new PatchException(
            ErrorIds.CloudRequestRefused,
            ErrorKind.InvalidOperation,
            $"Systems Manager has no baseline for the operating system of '{instanceId}'. It says: {says}.",
            instanceId,
            "Name the baseline with -BaselineId, -Path or -Offline.")
        { ExitCode = ExitCodes.OperatingSystemNotSupported },
    };

    public AwsCall DescribeAssociation(string id) => new("ssm:DescribeAssociation", Systems($"association/{id}"), ExitCodes.DescribeAssociationFailed)
    {
        IsOfReport = true,
        Meaning = (code, _) => code is not ("AssociationDoesNotExist" or "AssociationDoesNotExistException") ? null : new PatchException(
            ErrorIds.AssociationNotFound,
            ErrorKind.ObjectNotFound,
            $"There is no association '{id}' in {region}.",
            id,
            "Give the id of an association of this account and region.")
        { ExitCode = ExitCodes.DescribeAssociationFailed + 1 },
    };

    public AwsCall PutComplianceItems(string instanceId) => new("ssm:PutComplianceItems", Instance(instanceId), ExitCodes.ReportFailed) { HasThreeExitCodes = false, IsOfReport = true };

    private AwsCall OnBaseline(string action, string id) => new(action, id.StartsWith("arn:", StringComparison.Ordinal) ? id : Systems($"patchbaseline/{id}"), ExitCodes.GetPatchBaselineFailed)
    {
        Meaning = (code, _) => code is not ("DoesNotExistException" or "InvalidResourceId" or "ResourceNotFoundException") ? null : new PatchException(
            ErrorIds.BaselineNotFound,
            ErrorKind.ObjectNotFound,
            $"There is no baseline '{id}' in {region}.",
            id,
            "Give the id of a baseline of this account and region; one that AWS owns is named by its whole resource name (arn:…).")
        { ExitCode = ExitCodes.GetPatchBaselineFailed + 1 },
    };

    // The account is not known; a policy may leave it open, too.
    private string Systems(string resource) => $"arn:{partition}:ssm:{region}:*:{resource}";

    private string Instance(string id) => $"arn:{partition}:ec2:{region}:*:instance/{id}";
}
