using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Sends the package manager to a private root, whatever node the engine believes to be on.</summary>
internal sealed class RootedPackageManager(IPackageManager inner, string root) : IPackageManager
{
    public PackageManagerKind Kind => inner.Kind;

    public Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken) =>
        inner.ReadInventoryAsync(node with { Root = root }, options, cancellationToken);

    public Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken) =>
        inner.OpenTransactionAsync(node with { Root = root }, options, cancellationToken);
}
