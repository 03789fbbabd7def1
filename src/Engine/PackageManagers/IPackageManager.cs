using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers;

/// <summary>One package manager of a node. Only a transaction changes the node.</summary>
public interface IPackageManager
{
    PackageManagerKind Kind { get; }

    /// <summary>Reads what is installed, what is available and how the repositories are.</summary>
    /// <exception cref="Platform.PatchException">The package manager is missing, broken, or gave an answer that makes no sense.</exception>
    Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken);

    /// <summary>Gives what plans and changes the node.</summary>
    /// <exception cref="Platform.PatchException">This node can only be looked at.</exception>
    Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken);
}
