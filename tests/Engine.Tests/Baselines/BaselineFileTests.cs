using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class BaselineFileTests
{
    private const string Debian = """{"Name":"mine","OperatingSystem":"DEBIAN"}""";
    private const string Two = """[{"Name":"a","OperatingSystem":"AMAZON_LINUX_2"},{"OperatingSystem":"CENTOS"}]""";

    /// <summary>What reading fails with, and what that means.</summary>
    public static TheoryData<string, string, ErrorKind> ReadFailures => new()
    {
        { nameof(FileNotFoundException), ErrorIds.BaselineNotFound, ErrorKind.ObjectNotFound },
        { nameof(DirectoryNotFoundException), ErrorIds.BaselineNotFound, ErrorKind.ObjectNotFound },
        { nameof(UnauthorizedAccessException), ErrorIds.BaselineUnreadable, ErrorKind.PermissionDenied },
        { nameof(FileTooLargeException), ErrorIds.BaselineTooLarge, ErrorKind.LimitsExceeded },
        { nameof(IOException), ErrorIds.BaselineUnreadable, ErrorKind.ReadError },
        { nameof(ArgumentException), ErrorIds.BaselineUnreadable, ErrorKind.ReadError },
    };

    /// <summary>Content, operating system, error id and what the message must name.</summary>
    public static TheoryData<string, PatchOperatingSystem?, string, string> UnfitFiles => new()
    {
        { "", PatchOperatingSystem.Debian, ErrorIds.BaselineNotJson, "empty" },
        { "{", null, ErrorIds.BaselineNotJson, "line 1, column 2" },
        { "{}", null, ErrorIds.BaselineInvalid, "$.OperatingSystem" },
        { "[]", null, ErrorIds.BaselineNotFound, "no baseline" },
        { "[]", PatchOperatingSystem.Debian, ErrorIds.BaselineNotFound, "no baseline" },
        { Debian, PatchOperatingSystem.Ubuntu, ErrorIds.BaselineOperatingSystemMismatch, "is for DEBIAN, not for UBUNTU" },
        { Two, PatchOperatingSystem.Debian, ErrorIds.BaselineNotFound, "holds no baseline for DEBIAN; it holds 'a' for AMAZON_LINUX_2, one for CENTOS" },
        { Two, null, ErrorIds.BaselineAmbiguous, "'a' for AMAZON_LINUX_2, one for CENTOS" },
        { $"[{Debian},{Debian}]", PatchOperatingSystem.Debian, ErrorIds.BaselineAmbiguous, "2 baselines for DEBIAN" },
        { $"[{Debian},{Debian}]", null, ErrorIds.BaselineAmbiguous, "2 baselines" },
    };

    [Theory]
    [InlineData(null)]
    [InlineData(PatchOperatingSystem.Debian)]
    public void A_single_baseline_that_fits_is_taken(PatchOperatingSystem? operatingSystem)
    {
        PatchBaseline baseline = Load(Debian, operatingSystem);

        Assert.Equal("mine", baseline.Name);
        Assert.Equal(BaselineOriginKind.File, baseline.Origin!.Kind);
        Assert.Equal("/b.json", baseline.Origin.Location);
        Assert.NotEmpty(baseline.Origin.Reason);
    }

    [Fact]
    public void An_array_gives_the_baseline_of_the_system()
    {
        Assert.Equal("a", Load(Two, PatchOperatingSystem.AmazonLinux2).Name);
        Assert.Equal(PatchOperatingSystem.CentOS, Load(Two, PatchOperatingSystem.CentOS).OperatingSystem);
    }

    [Fact]
    public void A_snapshot_in_a_file_keeps_its_patch_group()
    {
        PatchBaseline baseline = Load("""{"patchGroup":"web","snapshotId":"s","patchBaseline":{"operatingSystem":"DEBIAN"}}""", PatchOperatingSystem.Debian);

        Assert.Equal(BaselineOriginKind.File, baseline.Origin!.Kind);
        Assert.Equal("web", baseline.Origin.PatchGroup);
        Assert.Equal("s", baseline.Origin.SnapshotId);
    }

    [Theory]
    [MemberData(nameof(UnfitFiles))]
    public void A_file_that_does_not_fit_says_what_it_holds(string content, PatchOperatingSystem? operatingSystem, string errorId, string says)
    {
        var error = Assert.Throws<PatchException>(() => Load(content, operatingSystem));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("/b.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Theory]
    [InlineData("/list.yaml", true)]
    [InlineData("/LIST.YML", true)]
    [InlineData("/b.json", false)]
    public void An_override_list_is_shown_its_place(string path, bool isList)
    {
        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(new ReadOnlyFileSystem().Add(path, "patches:\n- id: a\n"), path, null));

        Assert.Equal(ErrorIds.BaselineNotJson, error.ErrorId);
        Assert.Equal(isList, error.RecommendedAction!.Contains("-InstallOverrideList", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ReadFailures))]
    public void A_file_that_cannot_be_read_says_why(string failure, string errorId, ErrorKind kind)
    {
        Exception exception = failure switch
        {
            nameof(FileNotFoundException) => new FileNotFoundException(),
            nameof(DirectoryNotFoundException) => new DirectoryNotFoundException(),
            nameof(UnauthorizedAccessException) => new UnauthorizedAccessException(),
            nameof(FileTooLargeException) => new FileTooLargeException("/b.json", 10_000_000, BaselineFile.MaximumBytes),
            nameof(ArgumentException) => new ArgumentException("Null character in path."),
            _ => new IOException("The disk is on fire."),
        };

        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(new ReadOnlyFileSystem().Fail("/b.json", exception), "/b.json", null));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(kind, error.Kind);
        Assert.Equal("/b.json", error.Target);
        Assert.Same(exception, error.InnerException);
        Assert.Contains("'/b.json'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(new ReadOnlyFileSystem(), "/b.json", null));

        Assert.Equal(ErrorIds.BaselineNotFound, error.ErrorId);
    }

    [Fact]
    public void A_folder_is_called_a_folder_and_not_read()
    {
        ReadOnlyFileSystem files = new ReadOnlyFileSystem().AddDirectory("/b.json");

        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(files, "/b.json", null));

        Assert.Equal(ErrorIds.BaselineUnreadable, error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(files.Reads);
    }

    [Fact]
    public void The_bound_on_size_is_one_mebibyte()
    {
        byte[] json = [.. Debian.Select(c => (byte)c)];
        byte[] largest = [.. json, .. Enumerable.Repeat((byte)' ', (1024 * 1024) - json.Length)];

        Assert.Equal("mine", BaselineFile.Load(new ReadOnlyFileSystem().Add("/b.json", largest), "/b.json", null).Name);

        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(new ReadOnlyFileSystem().Add("/b.json", [.. largest, (byte)' ']), "/b.json", null));
        Assert.Equal(ErrorIds.BaselineTooLarge, error.ErrorId);
        Assert.Contains("1048577", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_path_is_refused(string path)
    {
        var error = Assert.Throws<PatchException>(() => BaselineFile.Load(new ReadOnlyFileSystem(), path, null));

        Assert.Equal(ErrorIds.BaselineNotFound, error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
    }

    private static PatchBaseline Load(string content, PatchOperatingSystem? operatingSystem) =>
        BaselineFile.Load(new ReadOnlyFileSystem().Add("/b.json", content), "/b.json", operatingSystem);
}
