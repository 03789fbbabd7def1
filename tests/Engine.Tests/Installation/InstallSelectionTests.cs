using CsCheck;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Overrides;

namespace PatchBaselineAssociation.Tests.Installation;

public sealed class InstallSelectionTests
{
    public static TheoryData<RestrictionKind?, KeptBackKind?, KeptBackKind?> Restrictions => new()
    {
        // restriction, kept back of a baseline, kept back of a list
        { null, null, null },
        { RestrictionKind.Hold, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.Pin, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.Exclude, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.Lock, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.Untrusted, KeptBackKind.Untrusted, KeptBackKind.Untrusted },
        { RestrictionKind.Phased, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.NotAutomatic, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.ByHand, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
        { RestrictionKind.SystemUpgrade, KeptBackKind.LocalSetting, KeptBackKind.LocalSetting },
    };

    [Theory]
    [MemberData(nameof(Restrictions))]
    public void What_keeps_a_patch_back(RestrictionKind? restriction, KeptBackKind? ofBaseline, KeptBackKind? ofList)
    {
        InventoryEntry entry = Package("tool", "1", Patch("2", restriction));

        InstallSelection baseline = InstallSelection.OfBaseline([Missing(entry)]);
        InstallSelection list = OfList([("tool", null)], entry);

        Assert.Equal(ofBaseline, baseline.KeptBack.SingleOrDefault()?.Kind);
        Assert.Equal(ofList, list.KeptBack.SingleOrDefault()?.Kind);
        Assert.Equal(ofBaseline is null, baseline.Targets.Count == 1);
        Assert.Equal(ofList is null, list.Targets.Count == 1);
        Assert.All(baseline.KeptBack.Concat(list.KeptBack), kept => Assert.StartsWith("a setting", kept.Reason, StringComparison.Ordinal));
        Assert.Empty(baseline.Warnings);
    }

    /// <summary>What is withheld is for an entry that says which version it wants, not for one that takes any; the order of entries means nothing.</summary>
    [Theory]
    [InlineData(RestrictionKind.NotAutomatic, "tool", "2", true)]
    [InlineData(RestrictionKind.Phased, "tool", "2", true)]
    [InlineData(RestrictionKind.NotAutomatic, "tool", "*2", true)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "*:2", true)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "tool-2*", true)]
    [InlineData(RestrictionKind.NotAutomatic, "tool-2", "tool", true)]
    [InlineData(RestrictionKind.NotAutomatic, "tool", "*", false)]
    [InlineData(RestrictionKind.Phased, "*", "*", false)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "to*", false)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "tool", false)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "tool-*", false)]
    [InlineData(RestrictionKind.NotAutomatic, "*", "amd64:*", false)]
    [InlineData(RestrictionKind.NotAutomatic, "*:*", null, false)]
    [InlineData(RestrictionKind.NotAutomatic, "tool-2", null, true)]
    [InlineData(RestrictionKind.NotAutomatic, "tool.amd64:2", null, true)]
    [InlineData(RestrictionKind.NotAutomatic, "tool", null, false)]
    [InlineData(RestrictionKind.NotAutomatic, "*", null, false)]
    [InlineData(RestrictionKind.Hold, "tool", "2", false)]
    [InlineData(RestrictionKind.ByHand, "tool", "2", false)]
    [InlineData(RestrictionKind.SystemUpgrade, "tool", "2", false)]
    public void What_is_withheld_is_taken_by_an_entry_that_names_its_version(RestrictionKind restriction, string id, string? title, bool isTaken)
    {
        InventoryEntry entry = Package("tool", "1", Patch("2", restriction));
        foreach ((string, string?)[] list in new (string, string?)[][] { [(id, title)], [("too*", null), (id, title)], [(id, title), ("too*", null)] })
            Assert.Equal(isTaken, OfList(list, entry).Targets.Count == 1);
    }

    [Fact]
    public void All_restrictions_are_in_the_table() =>
        Assert.Equal(Enum.GetValues<RestrictionKind>().Cast<RestrictionKind?>(), Restrictions.Select(row => row.Data.Item1).Where(kind => kind is not null));

    [Fact]
    public void Of_a_baseline_only_what_is_approved_and_missing_is_taken()
    {
        InventoryEntry entry = Package("tool", "1", Patch("2"));
        PatchDecision missing = Missing(entry);

        InstallSelection selection = InstallSelection.OfBaseline(
        [
            missing with { IsMissing = false },
            missing with { Kind = DecisionKind.NotInBaseline, Approved = null },
            missing with { Kind = DecisionKind.Rejected, Approved = null, IsMissing = false },
            missing,
        ]);

        InstallTarget target = Assert.Single(selection.Targets);
        Assert.Equal(("tool.amd64", "tool.amd64 2", "Approved by rule 1"), (target.Id, target.Version.ToString(), target.Reason));
        Assert.Empty(selection.KeptBack);
    }

    [Theory]
    [InlineData("tool", null, "3")]
    [InlineData("tool", "*2*", "2.5")]
    [InlineData("tool.amd64", "2", "2")]
    [InlineData("tool.i386", null, null)]
    [InlineData("tool", "1", null)]
    [InlineData("tool", "0.9", null)]
    [InlineData("absent", null, null)]
    public void Of_a_list_the_newest_version_that_it_allows_is_taken(string id, string? title, string? version)
    {
        InstallSelection selection = OfList([(id, title)], Package("tool", "1", Patch("0.9"), Patch("1"), Patch("2.5"), Patch("2"), Patch("3")), Absent("absent", Patch("2")));

        Assert.Equal(version, selection.Targets.SingleOrDefault()?.Patch.Version);
        Assert.All(selection.Targets, target => Assert.StartsWith("Asked for by the override list's entry", target.Reason, StringComparison.Ordinal));
        Assert.Empty(selection.KeptBack);
    }

    [Fact]
    public void Entries_together_allow_what_each_allows()
    {
        InventoryEntry entry = Package("tool", "1", Patch("2"), Patch("3"), Patch("4"));

        Assert.Equal("3", Assert.Single(OfList([("tool", "3"), ("tool", "2")], entry).Targets).Patch.Version);
    }

    [Theory]
    [InlineData(RestrictionKind.Untrusted, "2")]
    [InlineData(RestrictionKind.Pin, "2")]
    [InlineData(RestrictionKind.NotAutomatic, "2")]
    public void What_can_be_had_is_taken_before_what_cannot(RestrictionKind restriction, string version)
    {
        foreach (AvailablePatch[] versions in new AvailablePatch[][] { [Patch("2"), Patch("3", restriction)], [Patch("3", restriction), Patch("2")] })
        {
            InstallSelection selection = OfList([("tool", null)], Package("tool", "1", versions));

            Assert.Equal(version, Assert.Single(selection.Targets).Patch.Version);
            Assert.Empty(selection.KeptBack);
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void The_installed_version_is_put_on_again_only_where_it_is_not_whole(bool isHalf, int count)
    {
        InventoryEntry entry = Package("tool", "2", Patch("2"));
        entry = entry with { Installed = entry.Installed! with { IsHalfInstalled = isHalf } };

        Assert.Equal(count, OfList([("tool", null)], entry).Targets.Count);
    }

    [Theory]
    [InlineData(DecisionKind.Approved, true, 1)]
    [InlineData(DecisionKind.NotInBaseline, true, 0)]
    [InlineData(DecisionKind.Rejected, true, 0)]
    [InlineData(DecisionKind.Approved, false, 0)]
    public void On_Windows_the_baseline_has_to_approve_and_the_update_to_apply(DecisionKind kind, bool isApplicable, int count)
    {
        InventoryEntry entry = OverrideSamples.Update("KB5034123") with { IsApplicable = isApplicable };
        PatchDecision decision = new() { Entry = entry, Kind = kind, Approved = kind == DecisionKind.Approved ? entry.Versions[0] : null, IsMissing = isApplicable, Reason = "Because" };
        OverrideMatchResult matches = OverrideSamples.Matcher(PatchOperatingSystem.Windows, ("5034123", null)).Match(OverrideSamples.Inventory(entry));

        Assert.Equal(count, InstallSelection.OfOverrideList(matches, [decision], VersionScheme.Update, needsApproval: true).Targets.Count);
        Assert.Equal(isApplicable ? 1 : 0, InstallSelection.OfOverrideList(matches, [decision], VersionScheme.Update, needsApproval: false).Targets.Count);
    }

    [Fact]
    public void Warnings_are_the_lists_and_one_for_each_patch_that_is_kept_back()
    {
        InstallSelection selection = OfList([("tool", null), ("nothing", null)], Package("tool", "1", Patch("2", RestrictionKind.Hold)));

        Assert.Equal([ErrorIds.OverrideEntryMatchesNothing, ErrorIds.OverrideEntryNotInstalled], selection.Warnings.Select(warning => warning.Id));
        Assert.Equal("tool.amd64 2 is in the override list and will not be installed: a setting.", selection.Warnings[1].Message);
        Assert.Equal("tool.amd64", selection.Warnings[1].Target);
    }

    [Fact]
    public void A_list_never_goes_back_and_never_asks_twice()
    {
        Gen<AvailablePatch> patch = Gen.Select(Gen.OneOf("0.9", "1", "1.0", "1:0", "2", "2~rc", "10"), Gen.Enum<RestrictionKind>().Nullable(0.4), (version, kind) => Patch(version, kind));
        Gen<InventoryEntry> package = Gen.Select(Gen.OneOf("a", "b"), Gen.OneOf("0.9", "1", "2").Null(0.2), patch.Array[0, 5], Gen.Bool, (name, installed, versions, isHalf) =>
            (installed is null ? Absent(name) : Package(name, installed)) with
            {
                Installed = installed is null ? null : new InstalledPackage { Version = installed, IsHalfInstalled = isHalf },
                Versions = [.. versions.GroupBy(one => one.Version, StringComparer.Ordinal).Select(group => group.First())],
            });
        Gen<(string, string?)> entry = Gen.Select(Gen.OneOf("a", "b", "*", "a.amd64"), Gen.OneOf("*1*", "2", "*").Null(), (id, title) => (id, title));
        Gen.Select(package.Array[0, 3], entry.Array[0, 3]).Sample((packages, entries) =>
        {
            InventoryEntry[] distinct = [.. packages.GroupBy(one => one.Id, StringComparer.Ordinal).Select(group => group.First())];
            InstallSelection selection = OfList(entries, distinct);
            InstallTarget[] all = [.. selection.Targets, .. selection.KeptBack.Select(kept => kept.Target)];
            Assert.Distinct(all.Select(target => target.Id));
            foreach (InstallTarget target in all)
            {
                int order = VersionScheme.Debian.Compare(target.Patch.Version, target.Entry.Installed!.Version);
                Assert.True(order > 0 || (order == 0 && target.Entry.Installed.IsHalfInstalled));
                Assert.NotNull(OverrideSamples.Matcher(PatchOperatingSystem.Debian, entries).Find(target.Entry.Name, target.Entry.Architecture, target.Patch.Version));
            }

            foreach (KeptBack kept in selection.KeptBack)
                Assert.Equal(kept.Target.Patch.Restriction!.Kind == RestrictionKind.Untrusted ? KeptBackKind.Untrusted : KeptBackKind.LocalSetting, kept.Kind);
        });
    }

    private static InstallSelection OfList((string Id, string? Title)[] list, params InventoryEntry[] entries) => InstallSelection.OfOverrideList(
        OverrideSamples.Matcher(PatchOperatingSystem.Debian, list).Match(OverrideSamples.Inventory(entries)),
        [.. entries.Select(entry => new PatchDecision { Entry = entry, Kind = DecisionKind.NotInBaseline, Reason = "Because" })],
        VersionScheme.Debian,
        needsApproval: false);

    private static PatchDecision Missing(InventoryEntry entry) =>
        new() { Entry = entry, Kind = DecisionKind.Approved, Approved = entry.Versions[entry.Versions.Count - 1], IsMissing = true, Reason = "Approved by rule 1" };

    private static AvailablePatch Patch(string version, RestrictionKind? restriction = null) =>
        new() { Version = version, Restriction = restriction is { } kind ? new Restriction(kind, "a setting") : null };

    private static InventoryEntry Package(string name, string installed, params AvailablePatch[] versions) =>
        Absent(name, versions) with { Installed = new InstalledPackage { Version = installed } };

    private static InventoryEntry Absent(string name, params AvailablePatch[] versions) => new() { Name = name, Architecture = "amd64", Versions = versions };
}
