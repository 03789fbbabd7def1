using System.Text;
using System.Text.Json;
using CsCheck;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class PatchStatesFileTests
{
    private static readonly string s_published = """
        {
            "patchStates": {
                "accountsservice.amd64:0.6.55-0ubuntu12~20.04.4": {
                    "id": "accountsservice.amd64",
                    "installedTime": 1622762181.1656532,
                    "state": "Installed"
                },
                "bind9-dnsutils.amd64:1:9.16.1-0ubuntu2.9": {
                    "id": "bind9-dnsutils.amd64",
                    "installedTime": 1635487514.2760704,
                    "state": "InstalledPendingReboot"
                },
                "zlib1g.amd64:1:1.2.13.dfsg-1+b1": {
                    "id": "zlib1g.amd64",
                    "installedTime": null,
                    "state": "InstalledOther"
                }
            },
            "lastNoRebootInstallOperationTime": 1635487514.0
        }

        """.ReplaceLineEndings("\n");

    [Fact]
    public void What_is_read_is_written_back_to_the_last_digit()
    {
        var states = PatchStatesFile.Read(Encoding.UTF8.GetBytes(s_published));

        Assert.Equal(3, states.Patches.Count);
        Assert.Equal(new DateTimeOffset(2021, 6, 3, 23, 16, 21, TimeSpan.Zero).AddTicks(1656532), states.Find("accountsservice.amd64", "0.6.55-0ubuntu12~20.04.4")!.InstalledTime);
        Assert.Equal(PatchState.InstalledPendingReboot, states.Find("bind9-dnsutils.amd64", "1:9.16.1-0ubuntu2.9")!.State);
        Assert.Equal(s_published, Encoding.UTF8.GetString(PatchStatesFile.Write(states)));
    }

    [Fact]
    public void Without_an_install_the_last_time_is_zero() =>
        Assert.Equal("{\n    \"patchStates\": {},\n    \"lastNoRebootInstallOperationTime\": 0\n}\n", Encoding.UTF8.GetString(PatchStatesFile.Write(PatchStates.Empty)));

    [Fact]
    public void Only_installed_states_are_written()
    {
        var records = Enum.GetValues<PatchState>().Select(state => Samples.Patch(state.ToString(), state));

        var read = PatchStatesFile.Read(PatchStatesFile.Write(PatchStates.Of(records, lastNoRebootInstallOperationTime: null)));

        Assert.Equal(["Installed", "InstalledOther", "InstalledPendingReboot", "InstalledRejected"], read.Patches.Values.Select(entry => entry.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(read.Patches.Values, entry => Assert.Equal(entry.Id, entry.State.ToString()));
    }

    [Theory]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "installedTime": 1622762181, "state": "Installed"}}, "lastNoRebootInstallOperationTime": 1635487514}""", 1, true)]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "installedTime": 1.6e9, "state": "Installed", "more": [1]}}, "lastNoRebootInstallOperationTime": 0.0, "unknown": {}}""", 1, false)]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "state": "Installed"}}, "lastNoRebootInstallOperationTime": null}""", 1, false)]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "installedTime": 1e300, "state": "Installed"}}}""", 1, false)]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "installedTime": null, "state": "SomethingNew"}}}""", 0, false)]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "installedTime": null, "state": "1"}}}""", 0, false)]
    [InlineData("{}", 0, false)]
    [InlineData("\uFEFF{}", 0, false)]
    public void What_other_tools_write_is_read(string text, int count, bool hasLast)
    {
        var states = PatchStatesFile.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(count, states.Patches.Count);
        Assert.Equal(hasLast, states.LastNoRebootInstallOperationTime is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "state": "Installed"}}""")]
    [InlineData("""{"patchStates": []}""")]
    [InlineData("""{"patchStates": {"a:1": "Installed"}}""")]
    [InlineData("""{"patchStates": {"a:1": {"state": "Installed"}}}""")]
    [InlineData("""{"patchStates": {"a:1": {"id": 1, "state": "Installed"}}}""")]
    [InlineData("""{"patchStates": {"a:1": {"id": "a", "state": "Installed", "installedTime": "now"}}}""")]
    [InlineData("""{"patchStates": {"a:1": {"id": "\ud800", "state": "Installed"}}}""")]
    [InlineData("""{"patchStates": {"\ud800": {"id": "a", "state": "Installed"}}}""")]
    public void Damage_is_told_as_such(string text) =>
        Assert.ThrowsAny<JsonException>(() => PatchStatesFile.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Any_bytes_are_read_or_told_as_damage() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.Select(Gen.Int[0, s_published.Length - 1], Gen.Byte, Mutate)).Sample(content =>
        {
            try
            {
                PatchStatesFile.Read(content);
            }
            catch (JsonException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        });

    [Fact]
    public void Times_survive_to_the_tick() =>
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Sample(ticks =>
        {
            var states = new PatchStates
            {
                Patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal) { ["a:1"] = new("a", new DateTimeOffset(ticks, TimeSpan.Zero), PatchState.Installed) },
            };

            Assert.Equal(states.Patches, PatchStatesFile.Read(PatchStatesFile.Write(states)).Patches);
        });

    private static byte[] Mutate(int position, byte value)
    {
        var content = Encoding.UTF8.GetBytes(s_published);
        content[position] = value;
        return content;
    }

    [Fact]
    public void What_waits_beside_the_records_is_read_as_it_was_written()
    {
        var former = PatchStates.Empty.WithPending(
            [new PackageChange("missing.amd64", "1", "1.1"), new PackageChange("rejected.amd64", "1", "2"), new PackageChange("replaced.amd64", "1", "2"), new PackageChange("gone.amd64", "1", "2")],
            Samples.Start);
        var records = new[] { Samples.Patch("missing.amd64", PatchState.Missing, "1.2"), Samples.Patch("rejected.amd64", PatchState.InstalledRejected, "2"), Samples.Patch("replaced.amd64", PatchState.Installed, "3") };
        var installed = new Dictionary<string, string> { ["missing.amd64"] = "1.1", ["rejected.amd64"] = "2", ["replaced.amd64"] = "3" };

        var read = PatchStatesFile.Read(PatchStatesFile.Write(PatchStates.Of(records, null).Carrying(former, id => installed.GetValueOrDefault(id), bootTime: null)));

        Assert.Equal(["missing.amd64:1.1", "rejected.amd64:2", "replaced.amd64:3"], read.Patches.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new PatchStateEntry("missing.amd64", Samples.Start, PatchState.InstalledPendingReboot), read.Find("missing.amd64", "1.1"));
        Assert.Equal(new PatchStateEntry("rejected.amd64", Samples.Start, PatchState.InstalledPendingReboot), read.Find("rejected.amd64", "2"));
        Assert.Equal(PatchState.Installed, read.Find("replaced.amd64", "3")!.State);
    }
}
