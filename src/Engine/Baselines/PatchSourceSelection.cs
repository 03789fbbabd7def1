using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Which of a baseline's sources a node takes its packages from. Pure.</summary>
public static class PatchSourceSelection
{
    private const string AnyProduct = "*";

    /// <summary>The sources for the node's product, in the baseline's order; none where the baseline has none, and the system's own repositories count.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: the baseline has sources, but none for this product. The system's own repositories would offer what nobody meant to be installed.</exception>
    public static IReadOnlyList<PatchSource> For(PatchBaseline baseline, Node node)
    {
        if (baseline.Sources.Count == 0)
            return [];
        string[] names = [node.Product, .. node.ProductAliases];
        PatchSource[] fitting = [.. baseline.Sources.Where(source => source.Products.Any(IsNodes))];
        if (fitting.Length > 0)
            return fitting;
        string[] products = [.. baseline.Sources.SelectMany(source => source.Products).Distinct(StringComparer.OrdinalIgnoreCase).Select(QuotedText.Quote)];
        throw new PatchException(
            ErrorIds.BaselineSourcesUnusable,
            ErrorKind.InvalidData,
            $"The baseline '{baseline.Name}' brings sources of its own, but none for the product {QuotedText.Quote(node.Product)} of this node: they are for {QuotedText.List(products)}. The node's own repositories are not used instead.",
            node.Product,
            $"Add {QuotedText.Quote(node.Product)} to the products of a source, or use a baseline without sources.");

        bool IsNodes(string product) =>
            string.Equals(product, AnyProduct, StringComparison.Ordinal) || names.Contains(product, StringComparer.OrdinalIgnoreCase);
    }
}
