using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class UpdateMappingTests
{
    [Theory]
    [InlineData("5034439", "", "KB5034439")]
    [InlineData("KB5034439", "", "KB5034439")]
    [InlineData(" 5034439 ", "other (KB5000000)", "KB5034439")]
    [InlineData("", "2024-01 Update (KB5034439) and KB5034440", "KB5034439,KB5034440")]
    [InlineData("", "Definition Update - KB2267602 (Version 1.2)", "KB2267602")]
    [InlineData("", "SKB5034439", "")]
    [InlineData("", "KB", "")]
    [InlineData("", "KB123", "")]
    [InlineData("", "KB12345678901", "")]
    [InlineData("x", "", "")]
    public void Numbers_come_from_the_list_or_the_title(string article, string title, string expected)
    {
        AgentUpdate update = new() { Key = new UpdateKey("id", 1), Title = title, KbArticleIds = article.Length == 0 ? [] : [article] };

        Assert.Equal(expected, string.Join(",", UpdateNames.KbsOf(update)));
    }

    [Theory]
    [InlineData("Windows Server 2019", "", "OS", "Windows", true)]
    [InlineData("Microsoft Server operating system-21H2", "", "OS", "Windows", true)]
    [InlineData("Windows 11", "", "OS", "Windows", true)]
    [InlineData("Something", "Windows", "OS", "Windows", true)]
    [InlineData("Office 2016", "Office", "APPLICATION", "Office", false)]
    [InlineData("Microsoft SQL Server 2019", "SQL Server", "APPLICATION", "SQL Server", false)]
    [InlineData("Windows Admin Center", "", "APPLICATION", "", false)]
    public void Products_tell_what_an_update_is_for(string product, string family, string patchSet, string families, bool isForNode)
    {
        AgentUpdate update = UpdateSamples.Update("5000001") with { Categories = [UpdateSamples.Classification(UpdateSamples.Security), UpdateSamples.Product(product, family)] };

        AvailablePatch patch = new UpdatePatches(UpdateSamples.Server, "source").PatchOf(update, "1");

        Assert.Equal(patchSet, patch.PatchSet);
        Assert.Equal(families, string.Join(",", patch.ProductFamilies));
        Assert.Contains(product, patch.Products);
        Assert.Equal(isForNode, patch.Products.Contains("WindowsServer2022"));
        Assert.Equal(["SecurityUpdates"], patch.Classifications);
    }

    [Fact]
    public void A_classification_without_a_known_id_has_its_own_name()
    {
        AgentUpdate update = UpdateSamples.Update("5000001") with { Categories = [new UpdateCategory("x", "Feature Packs", "UpdateClassification")] };

        Assert.Equal(["FeaturePacks"], new UpdatePatches(UpdateSamples.Server, "source").PatchOf(update, "1").Classifications);
    }

    [Fact]
    public void A_driver_is_for_the_system()
    {
        AgentUpdate driver = new() { Key = new UpdateKey("id", 1), IsDriver = true, KbArticleIds = ["5000001"] };

        AvailablePatch patch = new UpdatePatches(UpdateSamples.Server, "source").PatchOf(driver, "1");

        Assert.Equal(("OS", "Drivers"), (patch.PatchSet, Assert.Single(patch.Classifications)));
    }

    [Fact]
    public void A_newer_update_of_a_number_is_an_upgrade()
    {
        AgentUpdate old = UpdateSamples.Update("890830", day: "2026-09-08") with { IsInstalled = true };
        AgentUpdate young = UpdateSamples.Update("890830", day: "2026-10-13");

        InventoryEntry entry = Assert.Single(Build(old, young).Entries);

        Assert.Equal("2026-09-08.1", entry.Installed?.Version);
        Assert.Equal(["2026-09-08.1", "2026-10-13.1"], entry.Versions.Select(version => version.Version));
    }

    [Fact]
    public void What_is_offered_beside_something_newer_is_missing()
    {
        AgentUpdate on = UpdateSamples.Update("2538243", day: "2026-10-13") with { IsInstalled = true };
        AgentUpdate beside = UpdateSamples.Update("2538243", day: "2026-09-08");

        InventoryEntry entry = Assert.Single(Build(on, beside).Entries);

        Assert.Null(entry.Installed);
        Assert.Equal(["2026-09-08.1"], entry.Versions.Select(version => version.Version));
    }

    [Fact]
    public void What_the_installed_update_replaces_is_not_offered()
    {
        AgentUpdate old = UpdateSamples.Update("890830", day: "2026-09-08");
        AgentUpdate on = UpdateSamples.Update("890830", day: "2026-10-13") with { IsInstalled = true, SupersededIds = [old.Key.Id.ToUpperInvariant()] };

        InventoryEntry entry = Assert.Single(Build(old, on).Entries);

        Assert.Equal("2026-10-13.1", entry.Installed?.Version);
        Assert.Single(entry.Versions);
    }

    private static UpdateInventory Build(params AgentUpdate[] updates) =>
        new UpdateInventoryBuilder(new UpdatePatches(UpdateSamples.Server, "source"), []).Build(updates, update => update.IsInstalled);
}
