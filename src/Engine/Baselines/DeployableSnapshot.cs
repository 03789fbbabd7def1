namespace PatchBaselineAssociation.Baselines;

/// <summary>What Systems Manager has frozen for one node: its baseline, chosen by patch group or default.</summary>
/// <param name="Baseline">As read; its origin tells the patch group.</param>
/// <param name="SnapshotId">Id of the snapshot.</param>
/// <param name="Product">The service's name for the node's product, for example <c>Debian12</c>.</param>
public sealed record DeployableSnapshot(PatchBaseline Baseline, string SnapshotId, string Product);
