using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class StateStoreLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_folder_of_logs_that_others_use_too_only_our_own_are_removed()
    {
        var logs = Path.Combine(_folder["state"], "logs");
        Directory.CreateDirectory(logs);
        string[] foreign = ["app.log", "app.log.status", "20261125-install.log", "20261125T021500.123Z-app.log", "20261125T021500.123Z-install.log.gz", "data", ".hidden"];
        foreach (var name in foreign)
            File.WriteAllText(Path.Combine(logs, name), "x");
        string[] ours = ["20261124T021500.123Z-install.log", "20261125T021500.123Z-install.log", "20261125T021500.123Z-install.log.status"];
        foreach (var name in ours)
            File.WriteAllText(Path.Combine(logs, name), "x");

        var log = Open(new RunHistoryLimits(1)).CreateLog(Samples.Start.AddDays(1), "Install");

        Assert.Equal(Path.Combine(logs, "20261126T021500.123Z-install.log"), log);
        Assert.Equal([.. foreign.Append(ours[1]).Order(StringComparer.Ordinal)], Directory.GetFiles(logs).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("logs", "20261124T021500.123Z-install.log")]
    [InlineData("logs", "20261124T021500.123Z-install.log.status")]
    [InlineData("runs", "20261124T021500.123Z-install.json")]
    [InlineData("runs", ".20261124T021500.123Z-install.json.0123456789abcdef0123456789abcdef.tmp")]
    public void Nothing_is_removed_or_written_through_a_link(string name, string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there that tests do not have.");
        Directory.CreateDirectory(_folder["state"]);
        Directory.CreateDirectory(_folder["elsewhere"]);
        File.WriteAllText(Path.Combine(_folder["elsewhere"], file), "x");
        var store = Open(new RunHistoryLimits(1));
        var link = Path.Combine(_folder["state"], name);
        Directory.CreateSymbolicLink(link, _folder["elsewhere"]);

        Action[] steps =
        [
            () => Open(new RunHistoryLimits(1)),
            () => store.RemoveTemporaries(),
            string.Equals(name, "logs", StringComparison.Ordinal) ? () => store.CreateLog(Samples.Start.AddDays(1), "Install") : () => store.Save(Samples.Run(), PatchStates.Empty),
        ];
        foreach (var step in steps)
        {
            var exception = Assert.Throws<PatchException>(step);
            Assert.Equal(ErrorIds.StateWriteFailed, exception.ErrorId);
            Assert.Contains(link, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal([file], Directory.GetFiles(_folder["elsewhere"]).Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_folder_of_logs_that_we_make_is_made_private(bool isThere)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no permission bits.");
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        var store = Open(new RunHistoryLimits());
        var logs = Path.Combine(_folder["state"], "logs");
        if (isThere)
            Directory.CreateDirectory(logs, open);

        store.CreateLog(Samples.Start, "Install");

        Assert.Equal(isThere ? open : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(logs));
    }

    private StateStore Open(RunHistoryLimits history) => StateStore.Open(
        new StateStoreOptions { StatePath = _folder["state"], Folders = StateFolders.OfUnix(_ => null), History = history },
        StateAccess.Write,
        new PhysicalFileSystem(),
        new SettableClock(),
        new EventList());
}
