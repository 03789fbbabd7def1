using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class RestartAdviceTests
{
    [Theory]
    [InlineData("", "0:3-1", "C")]
    [InlineData("0:1-1", "0:3-1", "B C")]
    [InlineData("0:2-1", "0:3-1", "C")]
    [InlineData("0:1-1", "0:2-1", "B")]
    [InlineData("0:3-1", "0:2-1", "")]
    [InlineData("0:3-1", "", "")]
    public void Notices_above_the_former_version_up_to_the_new_one_count(string from, string to, string notices)
    {
        Inventory inventory = InventoryOf(("0:1-1", "A"), ("0:2-1", "B"), ("0:3-1", "C"), ("0:4-1", "D"));

        IReadOnlyList<string> advice = RestartAdvice.Of(inventory, [new PackageChange("kernel.x86_64", from, to)]);

        Assert.Equal(notices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(notice => $"{notice} suggests a restart after changes to kernel.x86_64."), advice);
    }

    [Fact]
    public void A_notice_of_many_packages_is_told_once_and_what_is_not_known_says_nothing()
    {
        Inventory inventory = new()
        {
            VersionScheme = VersionScheme.Rpm,
            Entries = [.. Enumerable.Range(1, 5).Select(number => EntryOf($"kernel-{number}", ("0:2-1", "A\u001b[31m")))],
        };
        PackageChange[] changes = [.. inventory.Entries.Select(entry => new PackageChange(entry.Id, "0:1-1", "0:2-1")), new("other.x86_64", "", "0:1-1")];

        string told = Assert.Single(RestartAdvice.Of(inventory, changes));

        Assert.EndsWith("suggests a restart after changes to kernel-1.x86_64, kernel-2.x86_64, kernel-3.x86_64 and 2 more.", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', told);
    }

    private static Inventory InventoryOf(params (string Version, string Notice)[] versions) =>
        new() { VersionScheme = VersionScheme.Rpm, Entries = [EntryOf("kernel", versions)] };

    private static InventoryEntry EntryOf(string name, params (string Version, string Notice)[] versions) => new()
    {
        Name = name,
        Architecture = "x86_64",
        Versions = [.. versions.Select(version => new AvailablePatch { Version = version.Version, RestartAdvisoryIds = [version.Notice] })],
    };
}
