using System.Text;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class PhysicalFileSystemTests : IDisposable
{
    private readonly PhysicalFileSystem _files = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("old and longer than the new")]
    public void Written_content_is_all_there_is(string? before)
    {
        var path = _folder["file"];
        if (before is not null)
            File.WriteAllText(path, before);

        _files.WriteAtomically(path, "new"u8);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Everything());
    }

    [Fact]
    public void A_pipe_is_refused_instead_of_waited_for()
    {
        string pipe = _folder["pipe"];
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            mkfifo.WaitForExit();

        Assert.Throws<IOException>(() => _files.OpenRead(pipe));
        var exception = Assert.Throws<IOException>(() => _files.ReadAllBytes(pipe, 10));

        Assert.Contains("pipe", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_cannot_be_finished_leaves_nothing_behind()
    {
        // A folder that is not empty cannot be replaced by a file, whoever tries.
        var path = _folder["target"];
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "kept"), "kept");

        var exception = Record.Exception(() => _files.WriteAtomically(path, "new"u8));

        Assert.True(exception is IOException or UnauthorizedAccessException, exception?.ToString());
        Assert.Equal("kept", File.ReadAllText(Path.Combine(path, "kept")));
        Assert.Equal([path], Everything());
    }

    [Fact]
    public void A_copy_that_cannot_be_finished_leaves_nothing_behind()
    {
        var (source, target) = (_folder["source"], _folder["target"]);
        File.WriteAllText(source, "new");
        Directory.CreateDirectory(Path.Combine(target, "kept"));

        var exception = Record.Exception(() => _files.Copy(source, target));

        Assert.True(exception is IOException or UnauthorizedAccessException, exception?.ToString());
        Assert.Equal([source, target], Everything());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error()
    {
        Assert.Throws<DirectoryNotFoundException>(() => _files.WriteAtomically(Path.Combine(_folder["none"], "file"), "new"u8));
    }

    [Fact]
    public async Task A_reader_never_sees_a_part()
    {
        const int writes = 300;
        var path = _folder["file"];
        string[] contents = [new('a', 100_000), new('b', 50_000), new('c', 200_000)];
        _files.WriteAtomically(path, Encoding.ASCII.GetBytes(contents[0]));

        var writer = Task.Run(() =>
        {
            for (var i = 0; i < writes; i++)
                _files.WriteAtomically(path, Encoding.ASCII.GetBytes(contents[i % contents.Length]));
        });
        var reads = 0;
        while (!writer.IsCompleted || reads == 0)
        {
            Assert.Contains(Encoding.ASCII.GetString(_files.ReadAllBytes(path, 1_000_000)), contents);
            reads++;
        }

        await writer;
        Assert.Equal([path], Everything());
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.SetGroup)]
    public void A_replaced_file_keeps_its_permissions(UnixFileMode mode)
    {
        RequireUnix();
        var path = _folder["file"];
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, mode);

        _files.WriteAtomically(path, "new"u8);

        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_new_file_gets_what_any_new_file_gets()
    {
        RequireUnix();
        File.WriteAllText(_folder["usual"], "");

        _files.WriteAtomically(_folder["file"], "new"u8);

        Assert.Equal(File.GetUnixFileMode(_folder["usual"]), File.GetUnixFileMode(_folder["file"]));
    }

    [Fact]
    public void A_symbolic_link_is_replaced_not_followed()
    {
        RequireUnix();
        var (link, elsewhere) = (_folder["link"], _folder["elsewhere"]);
        File.WriteAllText(elsewhere, "kept");
        File.CreateSymbolicLink(link, elsewhere);

        _files.WriteAtomically(link, "new"u8);

        Assert.Equal(("kept", "new"), (File.ReadAllText(elsewhere), File.ReadAllText(link)));
        Assert.Null(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_name_as_long_as_names_may_be_can_be_written()
    {
        var path = _folder[new string('n', 255)];

        _files.WriteAtomically(path, "new"u8);

        Assert.Equal([path], Everything());
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public void What_is_too_large_is_not_read(long maximum, bool isRead)
    {
        var path = _folder["file"];
        File.WriteAllText(path, "four");

        if (isRead)
        {
            Assert.Equal("four"u8.ToArray(), _files.ReadAllBytes(path, maximum));
            return;
        }

        var exception = Assert.Throws<FileTooLargeException>(() => _files.ReadAllBytes(path, maximum));
        Assert.Equal((path, 4L, maximum), (exception.Path, exception.Length, exception.MaximumBytes));
    }

    [Fact]
    public void Files_that_say_they_are_empty_are_read_and_bounded()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Lacks /proc.");

        Assert.StartsWith("Linux version", Encoding.UTF8.GetString(_files.ReadAllBytes("/proc/version", 10_000)), StringComparison.Ordinal);
        Assert.Throws<FileTooLargeException>(() => _files.ReadAllBytes("/proc/version", 5));
        Assert.Throws<FileTooLargeException>(() => _files.ReadAllBytes("/dev/zero", 1_000_000));
    }

    [Fact]
    public void A_copy_has_the_content_the_time_and_the_permissions()
    {
        var (source, target) = (_folder["source"], _folder["target"]);
        var time = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1234567);
        File.WriteAllText(source, "new");
        File.SetLastWriteTimeUtc(source, time);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(source, UnixFileMode.UserRead);
        File.WriteAllText(target, "old and longer");

        _files.Copy(source, target);

        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(File.GetLastWriteTimeUtc(source), File.GetLastWriteTimeUtc(target));
        Assert.Equal(new DateTimeOffset(File.GetLastWriteTimeUtc(source)), _files.GetLastWriteTime(target));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(target));
        Assert.Equal([source, target], Everything());
    }

    [Fact]
    public void A_move_replaces()
    {
        File.WriteAllText(_folder["from"], "new");
        File.WriteAllText(_folder["to"], "old");

        _files.Move(_folder["from"], _folder["to"]);

        Assert.Equal([_folder["to"]], Everything());
        Assert.Equal("new", File.ReadAllText(_folder["to"]));
    }

    [Fact]
    public void A_move_of_nothing_is_an_error() =>
        Assert.Throws<FileNotFoundException>(() => _files.Move(_folder["none"], _folder["to"]));

    [Fact]
    public void Lists_are_in_ordinal_order_and_apart()
    {
        foreach (var name in new[] { "b", "B", "a_", "a-", "ä" })
            File.WriteAllText(_folder[name + ".txt"], "");
        Directory.CreateDirectory(_folder["d2"]);
        Directory.CreateDirectory(_folder["D1"]);

        Assert.Equal(["B.txt", "a-.txt", "a_.txt", "b.txt", "ä.txt"], _files.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(["D1", "d2"], _files.GetDirectories(_folder.Path).Select(Path.GetFileName));
        Assert.Empty(_files.GetFiles(_folder["none"]));
        Assert.Empty(_files.GetDirectories(_folder["none"]));
    }

    [Fact]
    public void What_is_not_there_has_no_time_and_no_length()
    {
        Assert.Null(_files.GetLastWriteTime(_folder["none"]));
        Assert.Null(_files.GetLength(_folder["none"]));
        Assert.Null(_files.GetLastWriteTime(Path.Combine(_folder["none"], "none")));
        File.WriteAllText(_folder["file"], "four");
        Assert.Equal(4, _files.GetLength(_folder["file"]));
    }

    [Fact]
    public void A_folder_can_be_written_if_a_file_can_be_made()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.True(_files.CanWriteTo(_folder.Path));
        Assert.False(_files.CanWriteTo(_folder["none"]));
        Assert.False(_files.CanWriteTo(_folder["file"]));
        Assert.Equal([_folder["file"]], Everything());
        if (OperatingSystem.IsLinux())
            Assert.False(_files.CanWriteTo("/proc"));
    }

    [Fact]
    public void A_link_tells_where_it_points()
    {
        RequireUnix();
        File.CreateSymbolicLink(_folder["link"], "../some where/ä");
        File.WriteAllText(_folder["file"], "");

        Assert.Equal("../some where/ä", _files.GetLinkTarget(_folder["link"]));
        Assert.Null(_files.GetLinkTarget(_folder["file"]));
        Assert.Null(_files.GetLinkTarget(_folder["none"]));
    }

    [Fact]
    public void Links_on_the_way_are_resolved()
    {
        RequireUnix();
        Directory.CreateDirectory(_folder["real"]);
        File.WriteAllText(Path.Combine(_folder["real"], "file"), "");
        File.CreateSymbolicLink(_folder["link"], "real");

        Assert.Equal(UnixFiles.RealPath(Path.Combine(_folder["real"], "file")), UnixFiles.RealPath(Path.Combine(_folder["link"], "..", "link", "file")));
        Assert.Null(UnixFiles.RealPath(_folder["none"]));
    }

    private static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Lacks permission bits and links of Unix.");
    }

    private string[] Everything() => [.. Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal)];
}
