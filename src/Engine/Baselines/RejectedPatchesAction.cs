namespace PatchBaselineAssociation.Baselines;

public enum RejectedPatchesAction
{
    /// <summary>Skipped unless a dependency needs it; installed ones count as InstalledOther.</summary>
    AllowAsDependency,

    /// <summary>Never installed; installed ones count as InstalledRejected.</summary>
    Block,
}
