using Amazon.SimpleSystemsManagement;
using PatchBaselineAssociation.Baselines;
using ServicePatch = Amazon.SimpleSystemsManagement.Model.EffectivePatch;

namespace PatchBaselineAssociation.Aws.Baselines;

/// <summary>Turns what the service has judged into the engine's words.</summary>
internal static class EffectivePatchReader
{
    /// <summary>Null for an update that cannot be told apart from others: without a number or without a judgement.</summary>
    public static EffectivePatch? Read(ServicePatch patch)
    {
        if (patch.Patch?.KbNumber is not { Length: > 0 } number || patch.PatchStatus?.DeploymentStatus is not { } status)
            return null;
        return new EffectivePatch
        {
            KnowledgeBaseId = number,
            Title = patch.Patch.Title ?? "",
            Classification = patch.Patch.Classification ?? "",
            MsrcSeverity = patch.Patch.MsrcSeverity ?? "",
            MsrcNumber = patch.Patch.MsrcNumber ?? "",
            Product = patch.Patch.Product ?? "",
            ReleaseTime = BaselineJson.Moment(patch.Patch.ReleaseDate),
            IsApproved = status == PatchDeploymentStatus.APPROVED || status == PatchDeploymentStatus.EXPLICIT_APPROVED,
            IsRejected = status == PatchDeploymentStatus.EXPLICIT_REJECTED,
            ComplianceLevel = Enum.TryParse(patch.PatchStatus.ComplianceLevel?.Value, ignoreCase: true, out ComplianceLevel level) ? level : ComplianceLevel.Unspecified,
            ApprovalTime = BaselineJson.Moment(patch.PatchStatus.ApprovalDate),
        };
    }
}
