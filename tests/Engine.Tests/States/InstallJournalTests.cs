using System.Text;
using System.Text.Json;
using CsCheck;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class InstallJournalTests
{
    private static readonly DateTimeOffset s_start = Samples.Start;

    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 8], Gen.Const("libstdc++6.amd64"), Gen.Const("1:2.0+b1~rc^"), Gen.Const("ü\r\n\t\"\\/日本😀"));

    private static readonly Gen<PackageChange> s_change = Gen.Select(Gen.OneOf("a.amd64", "b.amd64", "c.i386"), Gen.OneOf("", "1", "2"), Gen.OneOf("", "2", "3"), (id, from, to) => new PackageChange(id, from, to));

    [Fact]
    public void Whatever_is_written_is_read() =>
        (from changes in Gen.Select(s_text, s_text, s_text, (id, old, next) => new PackageChange(id, old, next)).Array[0, 5]
         from names in s_text.Array[0, 4]
         from path in s_text
         from time in Gen.DateTimeOffset
         select new InstallJournal { StartedAt = time, LogPath = path, Steps = changes, Automatic = names })
        .Sample(journal =>
        {
            InstallJournal read = InstallJournal.FromJson(journal.ToJson(), "journal");
            Assert.Equal((journal.StartedAt, journal.LogPath), (read.StartedAt, read.LogPath));
            Assert.Equal(journal.Steps, read.Steps);
            Assert.Equal(journal.Automatic, read.Automatic, StringComparer.Ordinal);
        });

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"startedAt": "yesterday"}""")]
    [InlineData("""{"startedAt": "2026-11-25T02:15:00Z", "steps": [{"from": "1"}]}""")]
    [InlineData("""{"startedAt": "2026-11-25T02:15:00Z", "steps": {}}""")]
    [InlineData("""{"startedAt": "2026-11-25T02:15:00Z", "automatic": [1]}""")]
    public void Anything_else_is_damaged(string text) => Assert.ThrowsAny<JsonException>(() => InstallJournal.FromJson(Encoding.UTF8.GetBytes(text), "journal"));

    [Fact]
    public void One_cut_anywhere_is_damaged()
    {
        byte[] content = new InstallJournal { StartedAt = s_start, Steps = [new("a", "1", "2")], Automatic = ["a"] }.ToJson();

        // The last byte ends the line only.
        for (int length = 0; length < content.Length - 1; length++)
            Assert.ThrowsAny<JsonException>(() => InstallJournal.FromJson(content[..length], "journal"));
    }

    [Fact]
    public void A_journal_of_a_newer_version_is_refused()
    {
        string text = Encoding.UTF8.GetString(new InstallJournal { StartedAt = s_start, Steps = [] }.ToJson());

        PatchException exception = Assert.Throws<PatchException>(() => InstallJournal.FromJson(Encoding.UTF8.GetBytes(text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal)), "journal"));

        Assert.Equal(ErrorIds.StateFileNewer, exception.ErrorId);
    }

    [Fact]
    public void A_step_is_done_where_its_version_is_installed_or_gone()
    {
        InstallJournal journal = new() { StartedAt = s_start, Steps = [new("up", "1", "2"), new("still", "1", "2"), new("new", "", "2"), new("never", "", "2"), new("gone", "1", ""), new("there", "1", "")] };

        Assert.Equal(["up", "new", "gone"], journal.Done(Installed("up=2", "still=1", "new=2", "there=1"), _ => false).Select(step => step.Id));
    }

    [Fact]
    public void What_is_half_installed_or_half_removed_is_not_done()
    {
        InstallJournal journal = new() { StartedAt = s_start, Steps = [new("up", "1", "2"), new("half", "1", "2"), new("going", "1", "")] };

        Assert.Equal(["up"], journal.Done(Installed("up=2", "half=2", "going=1"), id => id is "half" or "going").Select(step => step.Id));
        Assert.Equal(["up:2"], journal.Recover(PatchStates.Empty, Installed("up=2", "half=2"), id => id == "half", bootTime: null).Patches.Keys, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(-1.0, true)]
    [InlineData(0.0, false)]
    [InlineData(1.0, false)]
    [InlineData(null, true)]
    public void What_was_put_on_waits_for_a_restart_unless_there_was_one(double? boot, bool isPending)
    {
        InstallJournal journal = new() { StartedAt = s_start, Steps = [new("up", "1", "2"), new("still", "1", "2"), new("gone", "1", "")] };

        PatchStates states = journal.Recover(PatchStates.Empty, Installed("up=2", "still=1"), _ => false, boot is { } hours ? s_start.AddHours(hours) : null);

        Assert.Equal(isPending ? ["up:2"] : [], states.Patches.Keys, StringComparer.Ordinal);
        if (isPending)
            Assert.Equal(new PatchStateEntry("up", s_start, PatchState.InstalledPendingReboot), states.Find("up", "2"));
    }

    [Fact]
    public void Nothing_done_changes_nothing()
    {
        PatchStates states = PatchStates.Of([Samples.Patch("a", PatchState.Installed)], s_start.AddDays(-1));

        Assert.Same(states, new InstallJournal { StartedAt = s_start, Steps = [new("a", "1", "2"), new("b", "1", "")] }.Recover(states, Installed("a=1"), _ => false, s_start.AddHours(-1)));
    }

    [Fact]
    public void Recovery_adds_what_is_done_and_nothing_else_however_often() =>
        Gen.Select(s_change.Array[0, 6], Gen.OneOf("", "1", "2", "3").Array[3], Gen.Int[-5, 5].Nullable(), Gen.Int[-5, 5].Nullable()).Sample((steps, versions, boot, last) =>
        {
            InstallJournal journal = new() { StartedAt = s_start, Steps = steps };
            Func<string, string?> installed = Installed($"a.amd64={versions[0]}", $"b.amd64={versions[1]}", $"c.i386={versions[2]}");
            PatchStates before = new()
            {
                Patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal) { ["a.amd64:2"] = new("a.amd64", null, PatchState.Installed), ["z:1"] = new("z", null, PatchState.InstalledOther) },
                LastNoRebootInstallOperationTime = last is { } day ? s_start.AddDays(day) : null,
            };

            PatchStates after = journal.Recover(before, installed, _ => false, boot is { } hours ? s_start.AddHours(hours) : null);

            bool isPossible = boot is null or < 0;
            HashSet<string> pending = [.. journal.Done(installed, _ => false).Where(step => isPossible && step.ToVersion.Length > 0).Select(step => $"{step.Id}:{step.ToVersion}")];
            Assert.Equal(pending, after.Patches.Where(pair => pair.Value.State == PatchState.InstalledPendingReboot).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal));
            foreach (KeyValuePair<string, PatchStateEntry> pair in before.Patches.Where(pair => !pending.Contains(pair.Key)))
                Assert.Equal(pair.Value, after.Patches[pair.Key]);
            Assert.Equal(before.LastNoRebootInstallOperationTime, after.LastNoRebootInstallOperationTime);
            if (pending.Count == 0)
                Assert.Same(before, after);
            Assert.Equal(
                after.Patches.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                journal.Recover(after, installed, _ => false, boot is { } again ? s_start.AddHours(again) : null).Patches.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        });

    /// <summary>Packages as id=version.</summary>
    private static Func<string, string?> Installed(params string[] packages) => id =>
        packages.Select(package => package.Split('=')).FirstOrDefault(parts => parts[0] == id && parts[1].Length > 0)?[1];
}
