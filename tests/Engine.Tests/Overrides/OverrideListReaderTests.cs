using System.Text;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Baselines;
using PatchBaselineAssociation.Tests.States;
using static PatchBaselineAssociation.Tests.Overrides.OverrideSamples;

namespace PatchBaselineAssociation.Tests.Overrides;

public sealed class OverrideListReaderTests
{
    /// <summary>Text, line, column and what the message must name.</summary>
    public static TheoryData<string, int, int, string> Invalid => new()
    {
        { "", 1, 1, "empty" },
        { "# nothing\n", 1, 1, "empty" },
        { "- id: a\n", 1, 1, "the top is a sequence" },
        { "\njust text\n", 2, 1, "the top is text" },
        { "<html></html>", 1, 1, "the top is text" },
        { "patches: some", 1, 10, "patches is text" },
        { "patches:\n  id: a\n", 2, 3, "patches is a mapping" },
        { "patches:\n  - a\n", 2, 5, "patches[0] is text" },
        { "patches:\n  - id: a\n  - [b]\n", 3, 5, "patches[1] is a sequence" },
        { "patches:\n  -\n", 2, 4, "patches[0] is empty" },
        { "patches:\n  - title: a\n", 2, 5, "patches[0] has no id" },
        { "patches:\n  - Id: a\n", 2, 5, "it is written 'id', not 'Id'" },
        { "patches:\n  - id: a\n  - id:\n", 3, 8, "patches[1].id is empty" },
        { "patches:\n  - id: ~\n", 2, 9, "patches[0].id is empty" },
        { "patches:\n  - id: ' '\n", 2, 9, "patches[0].id is empty" },
        { "patches:\n  - id: [a]\n", 2, 9, "patches[0].id is a sequence" },
        { "patches:\n  - id: 'apt '\n", 2, 9, "patches[0].id 'apt ' begins or ends with a blank" },
        { "patches:\n  - id: a\n  - id: \" apt\"\n", 3, 9, "patches[1].id ' apt' begins or ends with a blank" },
        { "patches:\n  - id: \"apt\\u00a0\"\n", 2, 9, "begins or ends with a blank" },
        { "other: a\n", 1, 1, "it has no key 'patches'; legal" },
        { "{}", 1, 1, "it has no key 'patches'; legal" },
        { "Patches: [{id: a}]", 1, 1, "it is written 'patches', not 'Patches'" },
        { "version: 1\n\"patches \":\n  - id: a\n", 2, 1, "it is written 'patches', not 'patches '" },
        { "patches:\n  - id: a\n    title: {b: c}\n", 3, 12, "patches[0].title is a mapping" },
        { "patches:\n  - id: a\n    id: b\n", 3, 5, "'id' stands there twice" },
        { "patches: []\npatches: []\n", 2, 1, "'patches' stands there twice" },
        { "x: {a: 1, a: 2}\npatches: []\n", 1, 11, "'a' stands there twice" },
        { "patches:\n  - &x {id: a}\n", 2, 5, "anchor" },
        { "a: b\npatches:\n  - id: *x\n", 3, 9, "alias" },
        { "patches:\n  - id: !!int 1\n", 2, 9, "tag" },
        { "patches: !!python/object/apply:os.system [id]\n", 1, 10, "tag" },
        { "patches:\n  - ? [a]\n    : b\n", 2, 7, "as a key" },
        { "patches: []\n---\npatches: []\n", 2, 1, "another document" },
        { "patches:\n  - id: \"a\\nb\"\n", 2, 9, "a line break" },
        { "patches:\n  - id: |\n      a\n", 2, 9, "a line break" },
        { "patches:\n  - id: \"a\\u202eb\"\n", 2, 9, "U+202E" },
        { "patches:\n  - id: a\n    title: \"\\0\"\n", 3, 12, "U+0000" },
        { "x: " + new string('[', 40) + new string(']', 40), 1, 35, "nested too deep" },
        { "patches:\n  - id: " + new string('a', 513), 2, 9, "513 characters; 1 to 512" },
        { "patches:\n  - id: a\n    title: " + new string('a', 1025), 3, 12, "1025 characters; 1 to 1024" },
        { "patches:\n" + string.Concat(Enumerable.Repeat("- id: a\n", 2001)), 2002, 3, "2001 entries; at most 2000" },
    };

    public static TheoryData<string, int, int, string> NotYaml => new()
    {
        { "patches:\n\t- id: a\n", 2, 1, "tab" },
        { "patches:\n  - id: a\n  \ttitle: b\n", 3, 3, "" },
        { "patches:\n  - id: *\n", 2, 9, "" },
        { "patches: [\n", 2, 1, "" },
        { "patches:\n  - id: 'a\n", 2, 9, "" },
        { "patches:\n  - id: a\n b\n", 3, 2, "" },
        { "patches:\n  - id: a\0\n", 2, 10, "U+0000" },
        { "patches:\r\n  - id: \u0007\r\n", 2, 9, "U+0007" },
        { "patches:\n  - id: a\u0085\n", 2, 10, "U+0085" },
    };

    public static TheoryData<byte[], int, int> NotUtf8 => new()
    {
        { [0xff, 0xfe, (byte)'a', 0], 1, 1 },
        { [0xfe, 0xff, 0, (byte)'a'], 1, 1 },
        { [.. "patches:\n  - id: \u00e9"u8, 0xe9, (byte)'\n'], 2, 10 },
        { [0xff], 1, 1 },
        { [.. "a\n\ufffd: b\n"u8, 0xc3], 3, 1 },
        { [0xed, 0xa0, 0x80], 1, 1 },
        { [0x7f, (byte)'E', (byte)'L', (byte)'F'], 1, 1 },
    };

    public static TheoryData<string, ErrorKind, string> ReadFailures => new()
    {
        { nameof(FileNotFoundException), ErrorKind.ObjectNotFound, ErrorIds.OverrideListNotFound },
        { nameof(DirectoryNotFoundException), ErrorKind.ObjectNotFound, ErrorIds.OverrideListNotFound },
        { nameof(UnauthorizedAccessException), ErrorKind.PermissionDenied, ErrorIds.OverrideListUnreadable },
        { nameof(FileTooLargeException), ErrorKind.LimitsExceeded, ErrorIds.OverrideListTooLarge },
        { nameof(IOException), ErrorKind.ReadError, ErrorIds.OverrideListUnreadable },
        { nameof(ArgumentException), ErrorKind.ReadError, ErrorIds.OverrideListUnreadable },
    };

    [Theory]
    [InlineData("1.10")]
    [InlineData("010")]
    [InlineData("1e3")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("0x1F")]
    [InlineData("2018-06-01")]
    [InlineData("-oDir=/")]
    [InlineData("$(reboot);a|b")]
    public void A_scalar_is_the_text_that_is_written(string text)
    {
        foreach (string written in new[] { text, $"'{text}'", $"\"{text}\"", $"!!str {text}" })
        {
            OverrideEntry entry = Assert.Single(Read($"patches:\n  - id: {written}\n    title: {written}\n").Entries);
            Assert.Equal((text, text), (entry.Id, entry.Title));
        }
    }

    [Theory]
    [InlineData("patches:\n- id: a\n  title: b\n- id: c\n", 2)]
    [InlineData("---\npatches:\n    -\n        id: 'a'\n        title: 'b'\n    -\n        id: 'c'\n...\n", 4)]
    [InlineData("{\"patches\": [{\"id\": \"a\", \"title\": \"b\"}, {\"id\": \"c\"}]}", 1)]
    [InlineData("\ufeffpatches:\r\n  - id: a # comment\r\n    title: b\r\n    severity: {deep: [1, 2]}\r\n  - id: c\r\n    title: ~\r\nversion: 1\r\n", 2)]
    [InlineData("# comment\n\nother: text\npatches:\n\n  # one\n  - title: b\n    id: a\n\n  - id: >-\n      c\n    title: ''\n", 7)]
    [InlineData("%YAML 1.2\n---\npatches:\n  - id: a\n    title: b\n  - {id: c, title: }\n", 4)]
    public void The_shapes_that_people_write_are_read(string yaml, int line)
    {
        OverrideList list = Read(yaml);

        Assert.Equal([("a", "b"), ("c", null)], list.Entries.Select(entry => (entry.Id, entry.Title)));
        Assert.Equal(line, list.Entries[0].Line);
        Assert.Equal("list.yaml", list.SourceName);
        Assert.Empty(list.Warnings);
    }

    [Theory]
    [InlineData("patches: []", "is empty")]
    [InlineData("patches:", "is empty")]
    [InlineData("patches: ~", "is empty")]
    [InlineData("patches: null", "is empty")]
    public void A_list_without_patches_is_empty_and_says_so(string yaml, string says)
    {
        OverrideList list = Read(yaml);

        Assert.Empty(list.Entries);
        WarningEvent warning = Assert.Single(list.Warnings);
        Assert.Equal(ErrorIds.OverrideListEmpty, warning.Id);
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_stands_there_twice_is_warned_of()
    {
        OverrideList list = Read("patches:\n- {id: a, title: b}\n- {id: a}\n- {id: A, title: B}\n");

        Assert.Equal(3, list.Entries.Count);
        WarningEvent warning = Assert.Single(list.Warnings);
        Assert.Equal(ErrorIds.OverrideEntryRepeated, warning.Id);
        Assert.Contains("'A' with title 'B' (line 4, column 3) a second time; the first is in line 2", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apt.amd64", OverrideEntryKind.Exact)]
    [InlineData("apt*", OverrideEntryKind.Pattern)]
    [InlineData("KB4284819", OverrideEntryKind.KnowledgeBase)]
    [InlineData("4284819", OverrideEntryKind.KnowledgeBase)]
    [InlineData("ms17-023", OverrideEntryKind.Bulletin)]
    [InlineData("a[b", OverrideEntryKind.Exact)]
    public void An_entry_tells_its_kind(string id, OverrideEntryKind kind) => Assert.Equal(kind, new OverrideEntry { Id = id }.Kind);

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_no_list_is_refused_where_it_is_wrong(string yaml, int line, int column, string says) =>
        Refused(ErrorIds.OverrideListInvalid, Encoding.UTF8.GetBytes(yaml), line, column, says);

    [Theory]
    [MemberData(nameof(NotYaml))]
    public void What_is_no_YAML_is_refused_where_it_is_wrong(string yaml, int line, int column, string says) =>
        Refused(ErrorIds.OverrideListNotYaml, Encoding.UTF8.GetBytes(yaml), line, column, says);

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void What_is_no_text_is_refused_where_it_is_wrong(byte[] bytes, int line, int column) =>
        Refused(ErrorIds.OverrideListNotYaml, bytes, line, column, "");

    [Fact]
    public void An_exploding_list_is_refused_at_its_first_anchor() =>
        Refused(ErrorIds.OverrideListInvalid, "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\npatches: *c\n"u8.ToArray(), 1, 4, "anchor");

    [Theory]
    [InlineData("base: &b {id: x}\npatches:\n  - <<: *b\n", 1, 7, "anchor")]
    [InlineData("patches: &p\n  - id: a\n  - *p\n", 1, 10, "anchor")]
    [InlineData("patches:\n  - <<: *b\n", 2, 9, "alias")]
    public void A_list_that_refers_to_itself_is_refused(string yaml, int line, int column, string says) =>
        Refused(ErrorIds.OverrideListInvalid, Encoding.UTF8.GetBytes(yaml), line, column, says);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("!!str ")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("''")]
    [InlineData("a\n")]
    [InlineData(" a\n")]
    [InlineData("a: ")]
    [InlineData("%A b\n")]
    [InlineData("--- \n")]
    [InlineData("\"\\n\"")]
    [InlineData("patches: [")]
    public void A_megabyte_of_anything_is_refused(string part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, OverrideListReader.MaximumBytes / part.Length)));
        var error = Assert.Throws<PatchException>(() => OverrideListReader.Read(bytes, "list.yaml"));
        Assert.Contains(error.ErrorId, new[] { ErrorIds.OverrideListInvalid, ErrorIds.OverrideListNotYaml });
        Assert.InRange(error.Message.Length, 1, 1000);
    }

    [Fact]
    public void All_is_read_beside_the_entries_that_are_not_valid()
    {
        OverrideList list = OverrideListReader.ReadAll(Encoding.UTF8.GetBytes("patches:\n- id: a\n- ID: b\n- id: c\n  title: {}\n- id: a\n- text\n- id: \"d\\e\"\n  title: t\n"), "list.yaml");

        Assert.Equal([("a", 2), ("a", 6)], list.Entries.Select(entry => (entry.Id, entry.Line)));
        Assert.Equal([("", "", 3, 3), ("c", "", 4, 3), ("", "", 7, 3), ("", "t", 8, 3)], list.Invalid.Select(entry => (entry.Id, entry.Title, entry.Line, entry.Column)));
        Assert.All(list.Invalid, entry => Assert.Equal(ErrorIds.OverrideListInvalid, entry.Error.ErrorId));
        Assert.Contains("line 5, column 10: patches[2].title is a mapping", list.Invalid[1].Error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorIds.OverrideEntryRepeated, Assert.Single(list.Warnings).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- id: a")]
    [InlineData("patches: {id: a}")]
    [InlineData("patches: [{id: a, id: b}]")]
    [InlineData("patches: [&x {id: a}]")]
    public void What_is_no_list_is_none_entry_by_entry_either(string yaml)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(yaml);
        string message = Assert.Throws<PatchException>(() => OverrideListReader.Read(bytes, "list.yaml")).Message;
        Assert.Equal(message, Assert.Throws<PatchException>(() => OverrideListReader.ReadAll(bytes, "list.yaml")).Message);
    }

    [Fact]
    public void The_largest_list_is_read_and_a_larger_one_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("patches: [{id: a}]\n#".PadRight(OverrideListReader.MaximumBytes, 'x'));
        Assert.Single(OverrideListReader.Read(bytes, "list.yaml").Entries);

        var error = Assert.Throws<PatchException>(() => OverrideListReader.Read(new byte[OverrideListReader.MaximumBytes + 1], "list.yaml"));
        Assert.Equal(ErrorIds.OverrideListTooLarge, error.ErrorId);
        Assert.Equal(ErrorKind.LimitsExceeded, error.Kind);
    }

    [Theory]
    [MemberData(nameof(ReadFailures))]
    public void A_file_that_cannot_be_read_says_why(string failure, ErrorKind kind, string errorId)
    {
        Exception exception = failure switch
        {
            nameof(FileNotFoundException) => new FileNotFoundException(),
            nameof(DirectoryNotFoundException) => new DirectoryNotFoundException(),
            nameof(UnauthorizedAccessException) => new UnauthorizedAccessException(),
            nameof(FileTooLargeException) => new FileTooLargeException("/l.yaml", 10_000_000, OverrideListReader.MaximumBytes),
            nameof(ArgumentException) => new ArgumentException("Null character in path."),
            _ => new IOException("The disk is on fire."),
        };

        var error = Assert.Throws<PatchException>(() => DocumentFile.ReadBytes(new ReadOnlyFileSystem().Fail("/l.yaml", exception), "/l.yaml", OverrideListReader.Terms));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Same(exception, error.InnerException);
        Assert.Contains("'/l.yaml'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_and_a_folder_or_nothing_is_not()
    {
        ReadOnlyFileSystem files = new ReadOnlyFileSystem().Add("/l.yaml", "patches: [{id: a}]").AddDirectory("/folder");

        Assert.Equal("patches: [{id: a}]"u8.ToArray(), DocumentFile.ReadBytes(files, "/l.yaml", OverrideListReader.Terms));
        Assert.Equal(ErrorIds.OverrideListUnreadable, Assert.Throws<PatchException>(() => DocumentFile.ReadBytes(files, "/folder", OverrideListReader.Terms)).ErrorId);
        Assert.Equal(ErrorIds.OverrideListNotFound, Assert.Throws<PatchException>(() => DocumentFile.ReadBytes(files, " ", OverrideListReader.Terms)).ErrorId);
    }

    [Fact]
    public void A_written_list_reads_well() =>
        Assert.Equal(
            "patches:\n  - id: 'apt.amd64'\n    title: '1.10'\n  - id: 'it''s'\n",
            OverrideListWriter.Write([("apt.amd64", "1.10"), ("it's", "")]));

    [Theory]
    [InlineData("", null)]
    [InlineData("a\nb", null)]
    [InlineData("a ", null)]
    [InlineData("a", "b\u0007")]
    public void What_no_list_can_hold_is_not_written(string id, string? title) =>
        Assert.Equal(ErrorIds.OverrideListInvalid, Assert.Throws<PatchException>(() => OverrideListWriter.Write([(id, title)])).ErrorId);

    [Fact]
    public void What_a_list_cannot_hold_together_is_not_written()
    {
        Assert.Equal("patches: []\n", OverrideListWriter.Write([]));
        Assert.Equal(ErrorIds.OverrideListInvalid, Assert.Throws<PatchException>(() => OverrideListWriter.Write([("a\ud800", null)])).ErrorId);
        Assert.Equal(ErrorIds.OverrideListInvalid, Assert.Throws<PatchException>(() => OverrideListWriter.Write(Enumerable.Repeat(("a", (string?)null), 2001))).ErrorId);
        Assert.Equal(ErrorIds.OverrideListTooLarge, Assert.Throws<PatchException>(() => OverrideListWriter.Write(Enumerable.Repeat(("a", (string?)new string('a', 1000)), 2000))).ErrorId);
    }

    [Fact]
    public void A_list_is_written_once_and_replaced_only_on_request()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "list.yaml");
        OverrideListFile.Write(new PhysicalFileSystem(), path, "patches: []\n", overwrite: false);
        Assert.Equal("patches: []\n"u8.ToArray(), File.ReadAllBytes(path));

        Assert.Equal(ErrorIds.OverrideListExists, Assert.Throws<PatchException>(() => OverrideListFile.Write(new PhysicalFileSystem(), path, "other", overwrite: false)).ErrorId);
        Assert.Equal("patches: []\n", File.ReadAllText(path));
        OverrideListFile.Write(new PhysicalFileSystem(), path, "patches:\n  - id: 'é'\n", overwrite: true);
        Assert.Equal("patches:\n  - id: 'é'\n"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Where_no_list_can_be_none_is_written()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in new[] { folder.Path, Path.Combine(folder.Path, "none", "list.yaml") })
        {
            var error = Assert.Throws<PatchException>(() => OverrideListFile.Write(new PhysicalFileSystem(), path, "patches: []\n", overwrite: true));
            Assert.Equal(ErrorIds.OverrideListNotWritten, error.ErrorId);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static void Refused(string errorId, byte[] content, int line, int column, string says)
    {
        var error = Assert.Throws<PatchException>(() => OverrideListReader.Read(content, "list.yaml"));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains($"'list.yaml' is not {(errorId == ErrorIds.OverrideListInvalid ? "valid" : "YAML")}: line {line}, column {column}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal($"list.yaml:{line}:{column}", error.Target);
        Assert.Null(error.InnerException);
        Assert.NotNull(error.RecommendedAction);
    }
}
