using System.Text;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class RebootMarkerStoreTests : IDisposable
{
    private const string Aside = "reboot.json.damaged-20261125T021500.123Z";

    private readonly TemporaryFolder _folder = new();
    private readonly DiskFileSystem _files = new();
    private readonly EventList _events = new();

    private string MarkerPath => _folder[RebootMarkerStore.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_marker_there_is_none_to_read_and_none_to_remove()
    {
        var store = Store();

        Assert.Null(store.Read());
        store.Clear();
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Empty(_events.All);
    }

    [Fact]
    public void A_marker_is_there_for_the_next_run_until_it_is_removed()
    {
        Store().Write(RebootSamples.Marker());
        Store().Write(RebootSamples.Marker(tries: 2));

        Assert.Equal(RebootSamples.Marker(tries: 2), Store().Read());

        Store().Clear();
        Assert.Null(Store().Read());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"schemaVersion\": 1, \"tries\"")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_marker_is_moved_aside_and_counts_as_none(string content)
    {
        File.WriteAllText(MarkerPath, content);

        Assert.Null(Store().Read());

        Assert.Equal(content, File.ReadAllText(_folder[Aside]));
        Assert.False(File.Exists(MarkerPath));
        AssertWarning(_folder[Aside]);
    }

    [Fact]
    public void A_marker_without_end_is_damaged()
    {
        File.WriteAllText(MarkerPath, new string(' ', 100_000));

        Assert.Null(Store().Read());

        AssertWarning(_folder[Aside]);
    }

    [Fact]
    public void What_was_moved_aside_before_is_kept()
    {
        File.WriteAllText(MarkerPath, "second");
        File.WriteAllText(_folder[Aside], "first");

        Assert.Null(Store().Read());

        Assert.Equal(("first", "second"), (File.ReadAllText(_folder[Aside]), File.ReadAllText(_folder[Aside + "-2"])));
    }

    [Fact]
    public void A_damaged_marker_that_cannot_be_moved_counts_as_none_all_the_same()
    {
        File.WriteAllText(MarkerPath, "damaged");
        _files.ReadOnlyFolders.Add(_folder.Path);

        Assert.Null(Store().Read());

        AssertWarning("could not be moved");
        Assert.True(File.Exists(MarkerPath));
    }

    [Fact]
    public void A_newer_marker_is_an_error_and_stays()
    {
        var content = Encoding.UTF8.GetBytes("{\"schemaVersion\": 2}");
        File.WriteAllBytes(MarkerPath, content);

        Assert.Equal(ErrorIds.StateFileNewer, Assert.Throws<PatchException>(() => Store().Read()).ErrorId);

        Assert.Equal(content, File.ReadAllBytes(MarkerPath));
    }

    [Fact]
    public void A_marker_that_may_not_be_read_is_an_error()
    {
        File.WriteAllText(MarkerPath, "");

        var exception = Assert.Throws<PatchException>(() => Store(new UnreadableFileSystem(_files)).Read());

        Assert.Equal((ErrorIds.StateFileUnreadable, ErrorKind.PermissionDenied, MarkerPath), (exception.ErrorId, exception.Kind, exception.Target));
    }

    [Fact]
    public void A_marker_that_cannot_be_written_or_removed_is_an_error_and_the_one_before_stays()
    {
        Store().Write(RebootSamples.Marker());
        _files.ReadOnlyFolders.Add(_folder.Path);

        Assert.Equal(ErrorIds.StateWriteFailed, Assert.Throws<PatchException>(() => Store().Write(RebootSamples.Marker(tries: 2))).ErrorId);
        Assert.Equal(ErrorIds.StateWriteFailed, Assert.Throws<PatchException>(() => Store().Clear()).ErrorId);

        Assert.Equal(RebootSamples.Marker(), Store().Read());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void A_crash_leaves_the_old_marker_or_the_new_one(bool isDone, int tries)
    {
        Store().Write(RebootSamples.Marker());

        Assert.ThrowsAny<Exception>(() => Store(new FailingFileSystem(_files, failAt: 1, isDone)).Write(RebootSamples.Marker(tries: 2)));

        Assert.Equal(tries, Store().Read()!.Tries);
    }

    private void AssertWarning(string part)
    {
        var warning = Assert.Single(_events.Warnings);
        Assert.Equal((ErrorIds.RebootMarkerDamaged, MarkerPath), (warning.Id, warning.Target));
        Assert.Contains(part, warning.Message, StringComparison.Ordinal);
    }

    private RebootMarkerStore Store(IFileSystem? files = null) => new(_folder.Path, files ?? _files, new SettableClock(), _events);
}
