using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>What Systems Manager knows of baselines, as a port. Each operation reads all pages, tries again what is known to pass,
/// and fails with a <see cref="PatchException"/> that carries the published exit code and, where a right is missing, names it.</summary>
public interface IBaselineService
{
    /// <summary>The node's id where it is an instance of EC2, else null: then there is no snapshot for it.</summary>
    /// <exception cref="PatchException">The node is one that associations do not support (<c>mi-</c>).</exception>
    Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken);

    /// <summary>The node's own snapshot; needs the credentials of the instance.</summary>
    Task<DeployableSnapshot> GetSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Ids (<c>pb-…</c>) of the baselines in this region and account that have the tag, in whatever partition.</summary>
    Task<IReadOnlyList<string>> FindTaggedAsync(BaselineTags tags, CancellationToken cancellationToken);

    /// <summary>The account's own baselines and those of AWS for a system.</summary>
    Task<IReadOnlyList<BaselineIdentity>> ListAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken);

    /// <summary>A whole baseline. For Windows with its effective patches.</summary>
    /// <param name="baselineId">Id or resource name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<PatchBaseline> GetAsync(string baselineId, CancellationToken cancellationToken);

    /// <summary>Id of the account's default baseline for a system.</summary>
    Task<string> GetDefaultIdAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken);
}
