using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Baselines;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Overrides;

public sealed class OverrideListSourceTests
{
    private static readonly ReadOnlyFileSystem s_noFiles = new();

    /// <summary>Text and what the message must say.</summary>
    public static TheoryData<string, string> Invalid => new()
    {
        { "", "is empty" },
        { "  ", "is empty" },
        { "/l\n.yaml", "control character" },
        { "https://h/l.yaml\r\nHost: x", "control character" },
        { "https://h/\0", "control character" },
        { "http://h/l.yaml", "over http" },
        { "HTTP://h/l.yaml", "over http" },
        { "http:/h/l.yaml", "over http" },
        { "ftp://h/l.yaml", "only https and s3" },
        { "file:///etc/l.yaml", "only https and s3" },
        { "File:/etc/l.yaml", "only https and s3" },
        { "ssh+x://h/l.yaml", "only https and s3" },
        { " https://h/l.yaml", "only https and s3" },
        { "'https://h/l.yaml'", "only https and s3" },
        { "ht\u0442ps://h/l.yaml", "only https and s3" },
        { "https:/h/l.yaml", "lacks the //" },
        { "https:h", "lacks the //" },
        { "s3:bucket/key", "lacks the //" },
        { "https://", "no host" },
        { "https:///l.yaml", "no host" },
        { "https://?l.yaml", "no host" },
        { "https://:443/l.yaml", "no host" },
        { "https://h:x/l.yaml", "no host" },
        { "https://h:99999/l.yaml", "no host" },
        { "https://[::1/l.yaml", "no host" },
        { "https://user:5ec4e7@h/l.yaml", "a user or a password" },
        { "https://user@h/l.yaml", "a user or a password" },
        { "https://@h/l.yaml", "a user or a password" },
        { "https://h\\@other/l.yaml", "U+005C" },
        { "https://ex\u0430mple.com/l.yaml", "U+0430" },
        { "https://h/l\u00e9.yaml", "U+00E9" },
        { "https://h/l\u202e.yaml", "U+202E" },
        { "https://h/a b.yaml", "a blank" },
        { "https://h/l.yaml ", "a blank" },
        { "https://h/l\u00a0.yaml", "a blank" },
        { "https://h/`id`", "the character `" },
        { "https://h/l'.yaml", "the character '" },
        { "https://h/l\".yaml", "the character \"" },
        { "https://h/$HOME", "the character $" },
        { "s3://bucket/$key", "the character $" },
        { "s3://bucket/a key", "a blank" },
        { "s3://bucket", "no object in S3" },
        { "s3://bucket/", "no object in S3" },
        { "s3://bucket/folder/", "no object in S3" },
        { "s3:///key", "no object in S3" },
        { "s3://user:5ec4e7@bucket/key", "no object in S3" },
        { "http://user:5ec4e7@h/l.yaml?X-Amz-Signature=5ec4e7", "over http" },
        { "https://h/$x?sig=5ec4e7", "the character $" },
        { "https://u:5ec'4e7@h/5ec4e7@x", "the character '" },
        { "'https://h/l.yaml?X-Amz-Signature=5ec4e7'", "only https and s3" },
    };

    [Theory]
    [InlineData("list.yaml")]
    [InlineData("/etc/list.yaml")]
    [InlineData("C:\\lists\\list.yaml")]
    [InlineData("c:/lists/list.yaml")]
    [InlineData("C:list.yaml")]
    [InlineData("\\\\server\\share\\list.yaml")]
    [InlineData("//server/share/list.yaml")]
    [InlineData("~/my list's `best` $.yaml")]
    [InlineData("https.yaml")]
    [InlineData("./https://h")]
    [InlineData("TestDrive:/list.yaml")]
    [InlineData("Microsoft.PowerShell.Core\\FileSystem::/etc/list.yaml")]
    [InlineData("-oDir=/")]
    [InlineData(":x")]
    public void What_is_no_address_is_a_path(string text)
    {
        DocumentSource source = OverrideListLoader.ParseSource(text);
        Assert.Equal((DocumentSourceKind.LocalFile, text, text), (source.Kind, source.DisplayName, source.Path));
    }

    [Theory]
    [InlineData("https://h/l.yaml", "https://h/l.yaml")]
    [InlineData("HTTPS://h/l.yaml", "HTTPS://h/l.yaml")]
    [InlineData("https://h:8443", "https://h:8443")]
    [InlineData("https://[::1]/l%20l.yaml", "https://[::1]/l%20l.yaml")]
    [InlineData("https://b.s3.eu-west-1.amazonaws.com/a@b/l.yaml?versionId=1", "https://b.s3.eu-west-1.amazonaws.com/a@b/l.yaml?***")]
    [InlineData("https://h/l.yaml?AWSAccessKeyId=A&Signature=b&Expires=1", "https://h/l.yaml?***")]
    [InlineData("https://h/l.yaml#part", "https://h/l.yaml?***")]
    public void A_web_address_is_shown_without_its_query(string text, string shown)
    {
        DocumentSource source = OverrideListLoader.ParseSource(text);

        Assert.Equal((DocumentSourceKind.Https, shown, shown), (source.Kind, source.DisplayName, source.ToString()));
        Assert.Equal(text, source.Address!.OriginalString);
    }

    [Theory]
    [InlineData("s3://bucket/key", "bucket", "key")]
    [InlineData("S3://bucket/some/deep/l.yaml", "bucket", "some/deep/l.yaml")]
    [InlineData("s3://bucket//key", "bucket", "/key")]
    public async Task An_object_in_S3_is_read_from_there(string text, string bucket, string key)
    {
        DocumentSource source = OverrideListLoader.ParseSource(text);
        Assert.Equal((DocumentSourceKind.S3, bucket, key), (source.Kind, source.Bucket, source.Key));

        MemoryObjectStore objects = new() { Content = "patches: [{id: a}]"u8.ToArray() };
        OverrideList list = await Loader(s_noFiles, objects).LoadAsync(text, CancellationToken.None);
        Assert.Equal(("a", text), (Assert.Single(list.Entries).Id, list.SourceName));
        Assert.Equal((bucket, key, OverrideListReader.MaximumBytes), objects.Asked);
    }

    [Theory]
    [InlineData(ObjectFailure.BucketMissing, "OverrideListNotFound", ErrorKind.ObjectNotFound)]
    [InlineData(ObjectFailure.KeyMissing, "OverrideListNotFound", ErrorKind.ObjectNotFound)]
    [InlineData(ObjectFailure.AccessDenied, "OverrideListAccessDenied", ErrorKind.PermissionDenied)]
    [InlineData(ObjectFailure.KeyDenied, "OverrideListAccessDenied", ErrorKind.PermissionDenied)]
    [InlineData(ObjectFailure.WrongRegion, "OverrideListDownloadFailed", ErrorKind.InvalidResult)]
    [InlineData(ObjectFailure.NameInvalid, "OverrideListAddressInvalid", ErrorKind.InvalidArgument)]
    [InlineData(ObjectFailure.Archived, "OverrideListDownloadFailed", ErrorKind.InvalidResult)]
    [InlineData(ObjectFailure.TooLarge, "OverrideListTooLarge", ErrorKind.LimitsExceeded)]
    [InlineData(ObjectFailure.NotConnected, "OverrideListDownloadFailed", ErrorKind.ConnectionError)]
    [InlineData(ObjectFailure.TimedOut, "OverrideListDownloadFailed", ErrorKind.OperationTimeout)]
    [InlineData(ObjectFailure.Service, "OverrideListDownloadFailed", ErrorKind.ResourceUnavailable)]
    public async Task An_object_that_cannot_be_read_says_why(ObjectFailure failure, string id, ErrorKind kind)
    {
        MemoryObjectStore objects = new() { Failure = new ObjectFetchException(failure, "This is why.") };
        var error = await Assert.ThrowsAsync<PatchException>(() => Loader(s_noFiles, objects).LoadAsync("s3://bucket/key", CancellationToken.None));
        Assert.Equal((id, kind), (error.ErrorId, error.Kind));
        Assert.Contains("s3://bucket/key", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
        if (failure != ObjectFailure.TooLarge)
            Assert.Contains("This is why.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_names_no_list_is_refused_before_anything_is_touched(string text, string says)
    {
        var error = await Assert.ThrowsAsync<PatchException>(() => Loader(s_noFiles).LoadAsync(text, CancellationToken.None));

        Assert.Equal((ErrorIds.OverrideListAddressInvalid, ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.NotNull(error.RecommendedAction);
        foreach (string shown in new[] { error.ToString(), error.Target!.ToString()! })
            Assert.DoesNotContain("5ec", shown, StringComparison.Ordinal);
        Assert.Empty(s_noFiles.Reads);
    }

    [Fact]
    public async Task A_local_list_is_read_without_the_web()
    {
        ReadOnlyFileSystem files = new ReadOnlyFileSystem().Add("C:\\l.yaml", "patches: [{id: a}]");

        Assert.Equal("C:\\l.yaml", (await Loader(files).LoadAsync("C:\\l.yaml", CancellationToken.None)).SourceName);
        Assert.Equal(ErrorIds.OverrideListNotFound, (await Assert.ThrowsAsync<PatchException>(() => Loader(files).LoadAsync("/l.yaml", CancellationToken.None))).ErrorId);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Loader(files).LoadAsync("C:\\l.yaml", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_huge_local_file_is_refused_unread()
    {
        using TemporaryFolder folder = new();
        using (FileStream file = File.Create(folder["huge.yaml"]))
            file.SetLength(100L * 1024 * 1024);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        var error = await Assert.ThrowsAsync<PatchException>(() => Loader(new PhysicalFileSystem()).LoadAsync(folder["huge.yaml"], CancellationToken.None));

        Assert.Equal((ErrorIds.OverrideListTooLarge, ErrorKind.LimitsExceeded), (error.ErrorId, error.Kind));
        Assert.Contains("104857600 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50L * 1024 * 1024);
    }

    [Theory]
    [InlineData(new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 0 })]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 })]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0xff })]
    public async Task A_local_file_that_is_no_text_is_refused(byte[] content)
    {
        ReadOnlyFileSystem files = new ReadOnlyFileSystem().Add("/l.yaml", content);
        Assert.Equal(ErrorIds.OverrideListNotYaml, (await Assert.ThrowsAsync<PatchException>(() => Loader(files).LoadAsync("/l.yaml", CancellationToken.None))).ErrorId);
    }

    private static OverrideListLoader Loader(IFileSystem files, IObjectStore? objects = null) => new(new DocumentLoader(
        files,
        () => throw new InvalidOperationException("Nothing is fetched here."),
        () => objects ?? throw new InvalidOperationException("Nothing is in S3 here.")));
}
