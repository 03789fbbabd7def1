using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>What replaces an update counts when it is approved and nothing keeps it away, or on the machine.</summary>
public sealed class ReplacedUpdatesTests
{
    [Theory]
    [InlineData("approved", false)]
    [InlineData("installed", false)]
    [InlineData("hidden", true)]
    [InlineData("not approved", true)]
    [InlineData("rejected", true)]
    public void An_update_is_missing_until_what_replaces_it_is_better(string replacing, bool isMissing)
    {
        PatchDecision[] decisions = [Decide("KB1", "a", [], DecisionKind.Approved, isMissing: true), Replacing(replacing)];

        ReplacedUpdates.Settle(decisions);

        Assert.Equal(isMissing, decisions[0].IsMissing);
        Assert.Equal(!isMissing, decisions[0].Reason.Contains("KB2 replaces it", StringComparison.Ordinal));
    }

    [Fact]
    public void Replacement_goes_through_what_lies_between_and_circles_have_an_end()
    {
        PatchDecision[] decisions =
        [
            Decide("KB1", "a", ["C"], DecisionKind.Approved, isMissing: true),
            Decide("KB2", "b", ["A"], DecisionKind.NotInBaseline, isMissing: false),
            Decide("KB3", "c", ["B"], DecisionKind.Approved, isMissing: true),
            Decide("KB4", "", [], DecisionKind.Approved, isMissing: true),
        ];

        ReplacedUpdates.Settle(decisions);

        Assert.False(decisions[0].IsMissing);
        Assert.True(decisions[3].IsMissing);
    }

    private static PatchDecision Replacing(string kind) => kind switch
    {
        "approved" => Decide("KB2", "b", ["A"], DecisionKind.Approved, isMissing: true),
        "installed" => Decide("KB2", "b", ["A"], DecisionKind.Approved, isMissing: false, isInstalled: true),
        "hidden" => Decide("KB2", "b", ["A"], DecisionKind.Approved, isMissing: true, new Restriction(RestrictionKind.Lock, "hidden")),
        "rejected" => Decide("KB2", "b", ["A"], DecisionKind.Rejected, isMissing: false),
        _ => Decide("KB2", "b", ["A"], DecisionKind.NotInBaseline, isMissing: false),
    };

    private static PatchDecision Decide(string kb, string id, string[] superseded, DecisionKind kind, bool isMissing, Restriction? restriction = null, bool isInstalled = false)
    {
        AvailablePatch patch = new() { Version = "1", UpdateId = id, SupersededIds = superseded, Restriction = restriction };
        return new PatchDecision
        {
            Entry = new InventoryEntry { Name = kb, IsMissingWhenAbsent = true, Versions = [patch], Installed = isInstalled ? new InstalledPackage { Version = "1" } : null },
            Kind = kind,
            Approved = kind == DecisionKind.Approved ? patch : null,
            IsMissing = isMissing,
            Reason = "because",
        };
    }
}
