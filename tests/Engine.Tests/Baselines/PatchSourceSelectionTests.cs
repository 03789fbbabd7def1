using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class PatchSourceSelectionTests
{
    /// <summary>Sources as name:product,product with blanks between them; the product of the node, with other names of it after a slash.</summary>
    [Theory]
    [InlineData("", "Debian12", "")]
    [InlineData("one:Debian12", "Debian12", "one")]
    [InlineData("one:debian12", "Debian12", "one")]
    [InlineData("one:Debian11,DEBIAN12", "Debian12", "one")]
    [InlineData("one:*", "Debian12", "one")]
    [InlineData("one:Debian11 two:Debian12", "Debian12", "two")]
    [InlineData("two:Debian12 one:* three:Debian11 four:Debian12", "Debian12", "two one four")]
    [InlineData("one:AmazonLinux2.0", "AmazonLinux2/AmazonLinux2.0", "one")]
    public void Those_for_the_product_are_used_together(string sources, string product, string names)
    {
        IReadOnlyList<PatchSource> selected = PatchSourceSelection.For(Baseline(sources), Node(product));

        Assert.Equal(names, string.Join(" ", selected.Select(source => source.Name)));
    }

    [Theory]
    [InlineData("one:Debian11", "Debian12")]
    [InlineData("one:Debian1", "Debian12")]
    [InlineData("one:Debian*", "Debian12")]
    [InlineData("one:Debian12", "Debian1")]
    [InlineData("one:Debian12", "Debian")]
    [InlineData("one:Debian12 ", "Ubuntu22.04")]
    public void None_for_the_product_is_an_error_and_not_the_systems_own(string sources, string product)
    {
        PatchException exception = Assert.Throws<PatchException>(() => PatchSourceSelection.For(Baseline(sources + " two:Debian9,Debian10"), Node(product)));

        Assert.Equal((ErrorIds.BaselineSourcesUnusable, ErrorKind.InvalidData), (exception.ErrorId, exception.Kind));
        Assert.Equal(product, exception.Target);
        foreach (string named in new[] { product, "Debian9", "Debian10", sources.Trim().Split(':')[1] })
            Assert.Contains($"'{named}'", exception.Message, StringComparison.Ordinal);
    }

    private static PatchBaseline Baseline(string sources) => new()
    {
        Name = "test",
        OperatingSystem = PatchOperatingSystem.Debian,
        Sources =
        [
            .. sources.Split([' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(source => source.Split(':'))
                .Select(parts => new PatchSource(parts[0], parts[1].Split(','), "deb https://example.com ./")),
        ],
    };

    private static Node Node(string names) => new()
    {
        Id = "node",
        OperatingSystem = PatchOperatingSystem.Debian,
        PackageManager = PackageManagerKind.Apt,
        Product = names.Split('/')[0],
        ProductAliases = [.. names.Split('/').Skip(1)],
        DisplayName = "a node",
    };
}
