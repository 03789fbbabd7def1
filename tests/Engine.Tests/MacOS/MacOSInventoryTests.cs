using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.MacOS;

namespace PatchBaselineAssociation.Tests.MacOS;

public sealed class MacOSInventoryTests
{
    private static readonly DateTimeOffset s_boot = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly SoftwareUpdateItem s_safari = new() { Label = "Safari-2", Title = "Safari", Version = "2", IsRecommended = true };

    [Fact]
    public void What_is_listed_is_missing_where_it_is_absent()
    {
        InventoryEntry entry = Single(MacOSSamples.Snapshot([s_safari]));

        Assert.Equal(("Safari", "Safari", true), (entry.Id, entry.Name, entry.IsMissingWhenAbsent));
        Assert.Null(entry.Installed);
        Assert.Equal(["softwareupdate"], Assert.Single(entry.Versions).Repositories);
    }

    [Theory]
    [InlineData("1", "1 of 1,2")]
    [InlineData("2", "absent of 2")]
    [InlineData("3", "3 of 2,3")]
    public void The_history_says_what_is_installed_of_it(string received, string expected) =>
        Assert.Equal(expected, Describe(Single(MacOSSamples.Snapshot([s_safari], [new InstallReceipt("Safari", received, s_boot)]))));

    [Fact]
    public void Of_several_versions_under_one_title_all_are_on_offer()
    {
        SoftwareUpdateItem newer = s_safari with { Label = "Safari-3", Version = "3" };

        Assert.Equal("1 of 1,2,3", Describe(Single(MacOSSamples.Snapshot([s_safari, newer, s_safari], [new InstallReceipt("Safari", "1", s_boot)]))));
    }

    [Fact]
    public void Installer_packages_are_installed_and_never_missing()
    {
        InventoryEntry entry = Single(MacOSSamples.Snapshot(receipts: [new InstallReceipt("Microsoft Word", "", s_boot)]));

        Assert.Equal((false, "", s_boot), (entry.IsMissingWhenAbsent, entry.Installed!.Version, entry.Installed.InstalledTime));
        Assert.Equal("", Assert.Single(entry.Versions).Version);
    }

    /// <summary>What the module had softwareupdate install, beside what list and history say of it.</summary>
    [Theory]
    [InlineData(1, false, false, "", "2 of 2")]
    [InlineData(1, false, false, "1|-9", "2 of 2")]
    [InlineData(1, false, false, "2|1", "2 of 2")]
    [InlineData(1, false, true, "", "absent of 2")]
    [InlineData(1, false, true, "2|1", "2 of 2")]
    [InlineData(1, false, true, "2|0", "absent of 2")]
    [InlineData(1, true, true, "", "2 of 2")]
    [InlineData(-1, true, true, "", "absent of 2")]
    [InlineData(-1, true, false, "", "2 of 2")]
    public void What_was_put_on_is_installed_until_the_list_says_otherwise(int hoursAfterBoot, bool isPrepared, bool isListed, string receipt, string expected)
    {
        OwnInstall own = new() { Label = "Safari-2", Title = "Safari", Version = "2", Time = s_boot.AddHours(hoursAfterBoot), IsPrepared = isPrepared };
        string[] parts = receipt.Split('|');
        InstallReceipt[] receipts = receipt.Length == 0 ? [] : [new InstallReceipt("Safari", parts[0], s_boot.AddHours(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)))];

        IReadOnlyList<InventoryEntry> entries = new MacOSInventoryBuilder(MacOSSamples.Snapshot(isListed ? [s_safari] : [], receipts), [own], s_boot).Build();

        Assert.Equal(expected, Describe(Assert.Single(entries)));
    }

    [Fact]
    public void What_a_restart_would_put_on_counts_as_absent_where_nobody_knows_when_the_Mac_started()
    {
        OwnInstall own = new() { Label = "Safari-2", Title = "Safari", Version = "2", Time = s_boot, IsPrepared = true };

        Assert.Equal("absent of 2", Describe(Assert.Single(new MacOSInventoryBuilder(MacOSSamples.Snapshot([s_safari]), [own], bootTime: null).Build())));
    }

    [Fact]
    public void Homebrew_packages_have_both_versions_and_a_pin_as_restriction()
    {
        InventoryEntry entry = Single(MacOSSamples.Snapshot(homebrew: [Package("git", isCask: false) with { OfferedVersion = "2", IsPinned = true }]));

        Assert.Equal("1 of 1,2", Describe(entry));
        Assert.Equal(new Restriction(RestrictionKind.Pin, "Homebrew pins it at 1 (brew unpin git releases it)"), entry.Versions.Single(version => version.Version == "2").Restriction);
        Assert.False(entry.IsMissingWhenAbsent);
    }

    [Fact]
    public void A_name_that_something_else_has_gets_its_tap()
    {
        MacOSInventoryBuilder builder = new(
            MacOSSamples.Snapshot([s_safari], [new InstallReceipt("git", "2", s_boot)], [Package("git", isCask: false), Package("docker", isCask: false), Package("docker", isCask: true)]), [], s_boot);

        Assert.Equal(["Safari", "docker", "git", "homebrew/cask/docker", "homebrew/core/git"], builder.Build().Select(entry => entry.Id));
        Assert.Equal(["docker", "homebrew/cask/docker", "homebrew/core/git"], builder.Packages.Keys.Order(StringComparer.Ordinal));
    }

    private static HomebrewPackage Package(string name, bool isCask) =>
        new() { Name = name, FullName = $"homebrew/{(isCask ? "cask" : "core")}/{name}", Spec = name, IsCask = isCask, InstalledVersion = "1" };

    private static InventoryEntry Single(MacOSSnapshot snapshot) => Assert.Single(new MacOSInventoryBuilder(snapshot, [], s_boot).Build());

    private static string Describe(InventoryEntry entry) =>
        $"{entry.Installed?.Version ?? "absent"} of {string.Join(',', entry.Versions.Select(version => version.Version).Order(StringComparer.Ordinal))}";
}
