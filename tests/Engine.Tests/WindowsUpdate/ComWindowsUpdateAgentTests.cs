using System.Runtime.InteropServices;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>The adapter against objects with the agent's members; through real COM it is run under wine.</summary>
public sealed class ComWindowsUpdateAgentTests
{
    private readonly FakeAgent _fake = new();

    [Fact]
    public void An_update_is_read_whole_and_what_cannot_be_read_is_named()
    {
        _fake.Updates.Add(new FakeAgent.Update());
        using ComWindowsUpdateAgent agent = Create();

        UpdateSearch search = agent.Search(new UpdateQuery { Criteria = "IsInstalled=0", IsOnline = true, IncludesSuperseded = true });

        Assert.Equal(UpdateResultCode.SucceededWithErrors, search.Result);
        Assert.Equal(new UpdateProblem(unchecked((int)0x80241001), ""), Assert.Single(search.Warnings));
        AgentUpdate update = Assert.Single(search.Updates);
        Assert.Equal(new UpdateKey("a", 201), update.Key);
        Assert.Equal("Update \ud83d\ude80 (KB5000001)", update.Title);
        Assert.Equal(new DateTimeOffset(2026, 10, 13, 17, 0, 0, TimeSpan.Zero), update.LastDeploymentChange);
        Assert.Equal(5_000_000_000, update.MaximumDownloadSize);
        Assert.Equal((true, false, true, UpdateImpact.Exclusive), (update.IsHidden, update.AreTermsAccepted, update.CanRequestUserInput, update.Impact));
        Assert.Equal(new UpdateCategory("c", "Windows Server 2022", "Product", "Windows Server 2022"), Assert.Single(update.Categories));
        Assert.Equal(["CveIDs (0x80248007)"], update.Unreadable);
        Assert.Equal(("PatchBaselineAssociation", 0, true, true), ((string)_fake.Set["Application"], (int)_fake.Set["ServerSelection"], (bool)_fake.Set["Online"], (bool)_fake.Set["Superseded"]));
    }

    /// <summary>Neither costs the others, and as one and the same they would hide each other.</summary>
    [Theory]
    [InlineData(null, "Identity (0x80248007),CveIDs (0x80248007)")]
    [InlineData("", "CveIDs (0x80248007)")]
    public void Updates_without_an_identity_are_updates_of_their_own(string? id, string unreadable)
    {
        _fake.Updates.AddRange([new FakeAgent.Update { Id = id }, new FakeAgent.Update { Id = id }, new FakeAgent.Update()]);
        using ComWindowsUpdateAgent agent = Create();

        IReadOnlyList<AgentUpdate> updates = agent.Search(new UpdateQuery { Criteria = "IsInstalled=0", IsOnline = true, KeepsUpdates = true }).Updates;
        agent.Install(updates[1].Key);

        Assert.Equal(3, updates.Select(update => update.Key).Distinct().Count());
        Assert.Equal(unreadable, string.Join(',', updates[0].Unreadable));
        Assert.Equal("KB5000001", Assert.Single(UpdateNames.KbsOf(updates[0])));
        Assert.Equal(["install 1"], _fake.Calls);
    }

    /// <summary>hidden, with its behaviour → whether it is not known if it can be put on with nobody there.</summary>
    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(null, true, true)]
    [InlineData(false, false, true)]
    public void What_decides_on_an_install_is_not_guessed(bool? isHidden, bool hasBehavior, bool isUnknown)
    {
        _fake.Updates.Add(new FakeAgent.Update { Hidden = isHidden, HasBehavior = hasBehavior });
        using ComWindowsUpdateAgent agent = Create();

        AgentUpdate update = Assert.Single(agent.Search(new UpdateQuery { Criteria = "IsInstalled=0", IsOnline = true }).Updates);

        Assert.Equal((isUnknown, isHidden == true), (update.IsUnattendedUnknown, update.IsHidden));
    }

    [Fact]
    public void Sizes_can_be_added_up()
    {
        _fake.Updates.AddRange([new FakeAgent.Update { Size = long.MaxValue }, new FakeAgent.Update { Size = long.MaxValue }]);
        using ComWindowsUpdateAgent agent = Create();

        Assert.InRange(agent.Search(new UpdateQuery { Criteria = "IsInstalled=0", IsOnline = true }).Updates.Sum(update => update.MaximumDownloadSize), 1, long.MaxValue);
    }

    [Fact]
    public void What_was_found_is_fetched_and_put_on()
    {
        FakeAgent.Update update = new();
        _fake.Updates.Add(update);
        using ComWindowsUpdateAgent agent = Create();
        UpdateKey key = agent.Search(new UpdateQuery { Criteria = "IsInstalled=0", IsOnline = false, KeepsUpdates = true }).Updates[0].Key;

        agent.AcceptTerms(key);
        UpdateOutcome download = agent.Download(key);
        UpdateOutcome install = agent.Install(key);

        Assert.Equal(1, update.Accepted);
        Assert.Equal(["download 1", "install 1"], _fake.Calls);
        Assert.Equal(new UpdateOutcome(UpdateResultCode.Succeeded, 0x00240005), download);
        Assert.Equal(new UpdateOutcome(UpdateResultCode.Succeeded, 0x00240005, IsRestartRequired: true), install);
        Assert.Equal(new InstallerState(true, true), agent.ReadInstaller());
        Assert.Equal(false, _fake.Set["Prompts"]);
    }

    [Fact]
    public void History_has_what_was_put_on()
    {
        using ComWindowsUpdateAgent agent = Create();

        Assert.Equal([new UpdateHistoryEntry(new UpdateKey("a", 201), new DateTimeOffset(2026, 11, 1, 2, 3, 4, TimeSpan.Zero))], agent.ReadHistory(10));
    }

    [Fact]
    public void A_failure_has_the_code_that_COM_gave()
    {
        using ComWindowsUpdateAgent agent = Create();

        ComCallException error = Assert.Throws<ComCallException>(() => agent.Search(new UpdateQuery { Criteria = "bad", IsOnline = false }));

        Assert.Equal(unchecked((int)0x80240032), error.HResult);
        Assert.Equal("IUpdateSearcher.Search", error.Call);
        Assert.IsType<COMException>(error.InnerException);
    }

    [Fact]
    public void Where_there_is_no_agent_its_class_is_not_registered()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            Assert.Skip("There is an agent on Windows.");

        ComCallException error = Assert.Throws<ComCallException>(() => new ComWindowsUpdateAgent());

        Assert.Equal(ComObject.ClassNotRegistered, error.HResult);
    }

    private ComWindowsUpdateAgent Create() => new(name => new ComObject(name == ComWindowsUpdateAgent.CollectionClass ? new FakeAgent.Items() : _fake.TheSession));
}
