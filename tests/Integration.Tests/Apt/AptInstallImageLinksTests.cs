using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>apt and dpkg work on an image from outside and follow its links from there: an install is refused where that would leave the image.</summary>
[Collection(nameof(AptInstallImageTests))]
public sealed class AptInstallImageLinksTests : AptInstallTest
{
    private const int Limit = 120_000;

    private string Outside => Root.Beside("outside");

    [Theory]
    [InlineData("var/log/apt/history.log")]
    [InlineData("var/log/apt/term.log")]
    [InlineData("var/lib/dpkg/status-new")]
    [InlineData("var/lib/dpkg/status-old")]
    [InlineData("var/lib/dpkg/lock")]
    [InlineData("var/lib/dpkg/triggers/Lock")]
    [InlineData("var/lib/dpkg/triggers/Unincorp")]
    [InlineData("var/lib/dpkg/updates/tmp.i")]
    [InlineData("var/lib/dpkg/info/subject.list-new")]
    [InlineData("var/lib/dpkg/info")]
    [InlineData("var/lib/dpkg/updates")]
    [InlineData("var/lib/dpkg/triggers")]
    [InlineData("var/lib/dpkg/tmp.ci")]
    public async Task A_link_where_apt_or_dpkg_writes_is_refused(string link)
    {
        Prepare();
        Directory.CreateDirectory(Outside);
        string target = Path.Combine(Outside, "target");
        if (Directory.Exists(Root.Inside(link)))
            Directory.Move(Root.Inside(link), target);
        else
            File.WriteAllText(target, "as it was\n");
        File.Delete(Root.Inside(link));
        File.CreateSymbolicLink(Root.Inside(link), target);
        IReadOnlyList<string> before = FolderSnapshot.Of(Outside);

        await AssertRefusedAsync("/" + link);
        Assert.Equal(ErrorIds.ImageUnsafe, (await Assert.ThrowsAsync<PatchException>(() => Install.PlanAsync(Root.Path))).ErrorId);

        Assert.Equal(before, FolderSnapshot.Of(Outside));
    }

    [Theory(Timeout = Limit)]
    [InlineData("var/log/dpkg.log")]
    [InlineData("var/log/apt/history.log")]
    [InlineData("var/lib/dpkg/lock")]
    [InlineData("var/lib/dpkg/updates/0001")]
    [InlineData("var/lib/dpkg/triggers/Lock")]
    [InlineData("var/lib/apt/extended_states")]
    [InlineData("usr/sbin/policy-rc.d")]
    public async Task A_pipe_where_a_file_is_to_be_is_refused(string pipe)
    {
        Prepare();
        File.Delete(Root.Inside(pipe));
        Tool.Run("mkfifo", Root.Inside(pipe));

        await AssertRefusedAsync("/" + pipe, TestContext.Current.CancellationToken);
    }

    [Theory(Timeout = Limit)]
    [InlineData("etc/apt/sources.list")]
    [InlineData("etc/apt/sources.list.d/more.list")]
    [InlineData("etc/apt/preferences.d/more.pref")]
    [InlineData("etc/apt/apt.conf.d/more")]
    [InlineData("etc/apt/trusted.gpg.d/more.gpg")]
    [InlineData("etc/machine-id")]
    [InlineData("var/lib/apt/lists/more_Packages")]
    [InlineData("var/lib/dpkg/updates/0001")]
    [InlineData("var/lib/dpkg/arch")]
    [InlineData("var/lib/dpkg/info/format")]
    public async Task A_pipe_or_device_that_would_be_read_is_told_as_such(string pipe)
    {
        Prepare();
        foreach (string[] make in (string[][])[["mkfifo", Root.Inside(pipe)], ["mknod", Root.Inside(pipe), "c", "1", "5"]])
        {
            File.Delete(Root.Inside(pipe));
            Tool.Run(make[0], make[1..]);

            PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.ScanAsync(Root.Path)).WaitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(ErrorIds.ImageFileUnreadable, exception.ErrorId);
            Assert.Contains(Root.Inside(pipe), exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>dpkg follows the link from outside: /dev/zero would never end.</summary>
    [Theory(Timeout = Limit)]
    [InlineData("var/lib/dpkg/arch")]
    [InlineData("var/lib/dpkg/info/format")]
    public async Task A_link_to_a_device_that_dpkg_would_read_is_told_as_such(string link)
    {
        Prepare();
        File.Delete(Root.Inside(link));
        File.CreateSymbolicLink(Root.Inside(link), "/dev/null");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.ScanAsync(Root.Path)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ErrorIds.ImageFileUnreadable, exception.ErrorId);
        Assert.Contains(Root.Inside(link), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/log/elsewhere.log")]
    [InlineData("elsewhere.log")]
    public async Task The_log_of_dpkg_may_be_a_link_inside_the_image(string target)
    {
        Prepare();
        File.Delete(Root.Inside("var/log/dpkg.log"));
        File.CreateSymbolicLink(Root.Inside("var/log/dpkg.log"), target);

        AssertState(PatchState.Installed, await Install.RunAsync(Root.Path), "subject.all");

        Assert.Contains("subject:all 2", Root.ReadFile("var/log/elsewhere.log"), StringComparison.Ordinal);
        Assert.False(File.Exists("/var/log/elsewhere.log"));
    }

    [Theory]
    [InlineData("copy", false)]
    [InlineData("file", false)]
    [InlineData("copy", true)]
    public async Task A_package_whose_files_would_be_outside_is_left_out(string method, bool isRelative)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        AddSource(method, new("subject", "2") { Files = Alpha }, new("other", "2"));
        LinkAlpha(isRelative ? Path.GetRelativePath(Root.Inside("usr/share"), Outside) : Outside);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "'/usr/share/alpha/file' would be written outside of the image", "'/usr/share/alpha'");
        AssertState(PatchState.Installed, result, "other.all");
        Assert.Equal("ii 1", Root.StatusOf("subject"));
        Assert.Empty(Directory.GetFiles(Outside));
    }

    [Fact]
    public async Task A_package_whose_old_files_would_be_removed_outside_is_left_out()
    {
        Root.Install(new TestPackage("subject", "1") { Files = Alpha });
        AddSource("copy", new TestPackage("subject", "2"));
        Directory.Move(Root.Inside("usr/share/alpha"), Outside);
        LinkAlpha(Outside);

        AssertFailed(await Install.RunAsync(Root.Path), "subject.all", "'/usr/share/alpha/file'");

        Assert.Single(Directory.GetFiles(Outside));
    }

    [Fact]
    public async Task A_diversion_does_not_lead_outside()
    {
        Root.Install(new TestPackage("subject", "1"));
        AddSource("copy", new TestPackage("subject", "2") { Files = new Dictionary<string, string> { ["usr/share/file"] = "a file\n" } });
        Root.WriteFile("var/lib/dpkg/diversions", "/usr/share/file\n/usr/share/alpha/file\n:\n");
        LinkAlpha(Outside);

        AssertFailed(await Install.RunAsync(Root.Path), "subject.all", "'/usr/share/alpha/file'");

        Assert.Empty(Directory.GetFiles(Outside));
    }

    [Fact]
    public async Task A_link_that_stays_in_the_image_is_followed()
    {
        Root.Install(new TestPackage("subject", "1"));
        AddSource("copy", new TestPackage("subject", "2") { Files = Alpha });
        Directory.CreateDirectory(Root.Inside("opt/alpha"));
        LinkAlpha("../../opt/alpha");

        AssertState(PatchState.Installed, await Install.RunAsync(Root.Path), "subject.all");

        Assert.True(Root.HasFile("opt/alpha/file"));
    }

    [Fact]
    public async Task What_was_interrupted_is_not_finished_outside()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        AddSource("copy", new TestPackage("other", "2"));
        await Root.InterruptAsync(new TestPackage("subject", "2") { Files = Alpha });
        Directory.Move(Root.Inside("usr/share/alpha"), Outside);
        LinkAlpha(Outside);

        await AssertRefusedAsync("'/usr/share/alpha'");

        Assert.Equal("ii 1", Root.StatusOf("other"));
    }

    private static IReadOnlyDictionary<string, string> Alpha => new Dictionary<string, string> { ["usr/share/alpha/file"] = "a file\n" };

    private void Prepare()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
    }

    private void AddSource(string method, params TestPackage[] packages) =>
        Root.AppendSource($"deb [trusted=yes] {method}:{Root.WriteRepository("security", "bookworm-security", packages, "Debian-Security")} ./");

    private void LinkAlpha(string target)
    {
        Directory.CreateDirectory(Outside);
        Directory.CreateDirectory(Root.Inside("usr/share"));
        File.CreateSymbolicLink(Root.Inside("usr/share/alpha"), target);
    }

    private async Task AssertRefusedAsync(string word, CancellationToken cancellationToken = default)
    {
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path, cancellationToken: cancellationToken));

        Assert.Equal(ErrorIds.ImageUnsafe, exception.ErrorId);
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
    }
}
