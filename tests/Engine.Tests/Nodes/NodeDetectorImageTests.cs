using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Nodes;

public sealed class NodeDetectorImageTests
{
    private const string Debian = "ID=debian\nVERSION_ID=12\n";
    private const string Elsewhere = "ID=ubuntu\nVERSION_ID=99.04\n";

    [Fact]
    public void An_image_has_no_start_and_its_own_name_and_architecture()
    {
        byte[] program = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 183, 0];
        SampleFiles files = new SampleFiles().Add("/mnt/image/etc/os-release", Debian).Add("/mnt/image/etc/hostname", "golden\n")
            .Add("/mnt/image/usr/bin/true", program).Add("/proc/uptime", "1 1").Add("/mnt/image/proc/uptime", "1 1");
        Node node = Detect(files);
        Assert.Equal(("golden", "aarch64", "/mnt/image"), (node.Id, node.Architecture, node.Root));
        Assert.Null(node.BootTime);
        Assert.False(node.IsRunningSystem);
    }

    [Fact]
    public void An_image_that_does_not_tell_has_its_folders_name_and_no_architecture()
    {
        Node node = Detect(new SampleFiles().Add("/mnt/image/etc/os-release", Debian).Add("/mnt/image/usr/bin/true", "#!/bin/sh\n"));
        Assert.Equal(("image", ""), (node.Id, node.Architecture));
    }

    [Theory]
    [InlineData("gold\u001b]0;mine\u0007\u001b[2J\n", "gold?]0;mine??[2J")]
    [InlineData("gold\u009b31m\rother\n", "gold?31m?other")]
    public void The_name_of_an_image_cannot_steer_a_terminal(string hostName, string expected) =>
        Assert.Equal(expected, Detect(new SampleFiles().Add("/mnt/image/etc/os-release", Debian).Add("/mnt/image/etc/hostname", hostName)).Id);

    [Fact]
    public void The_name_that_the_agent_gives_cannot_steer_a_terminal()
    {
        SampleEnvironment environment = new() { Variables = new(StringComparer.Ordinal) { ["AWS_SSM_INSTANCE_ID"] = "i-0\u001b[2J" } };
        Assert.Equal("i-0?[2J", new NodeDetector(new SampleFiles().Add("/etc/os-release", Debian), new SampleClock(), environment).Detect("/").Id);
    }

    [Theory]
    [InlineData("/usr/lib/os-release")]
    [InlineData("../usr/lib/os-release")]
    [InlineData("../../../../usr/lib/os-release")]
    [InlineData("/../usr/./lib//os-release")]
    public void A_link_in_an_image_leads_into_the_image(string target)
    {
        SampleFiles files = new SampleFiles().Add("/mnt/image/usr/lib/os-release", Debian).Add("/usr/lib/os-release", Elsewhere).Add("/mnt/image/etc/os-release", Elsewhere);
        Assert.Equal("Debian12", Detect(files, "/mnt/image/etc/os-release", target).Product);
    }

    [Theory]
    [InlineData("/run/elsewhere")]
    [InlineData("../../../run/elsewhere")]
    [InlineData("os-release")]
    public void A_link_to_nowhere_in_the_image_gives_way_to_the_other_os_release(string target)
    {
        SampleFiles files = new SampleFiles().Add("/mnt/image/usr/lib/os-release", Debian).Add("/run/elsewhere", Elsewhere).Add("/mnt/run/elsewhere", Elsewhere);
        Assert.Equal("Debian12", Detect(files, "/mnt/image/etc/os-release", target).Product);
    }

    [Fact]
    public void A_linked_folder_in_an_image_stays_in_the_image()
    {
        SampleFiles files = new SampleFiles().Add("/mnt/image/system/etc/os-release", Debian).Add("/system/etc/os-release", Elsewhere);
        Assert.Equal("Debian12", Detect(files, "/mnt/image/etc", "/system/etc").Product);
    }

    /// <summary>A Mac's tools look after the running system alone, and a Mac has none of Linux's.</summary>
    [Theory]
    [InlineData(SystemKind.MacOS, "/mnt/image/etc/os-release")]
    [InlineData(SystemKind.Linux, "/mnt/image/System/Library/CoreServices/SystemVersion.plist")]
    public void An_image_of_a_Mac_and_one_on_a_Mac_are_refused(SystemKind kind, string file)
    {
        SampleFiles files = new SampleFiles().Add(file, Debian);
        NodeDetector detector = new(files, new SampleClock(), new SampleEnvironment { Kind = kind, SystemVersion = new Version(13, 6) });

        PatchException e = Assert.Throws<PatchException>(() => detector.Detect("/mnt/image"));

        Assert.Equal((ErrorIds.OperatingSystemNotSupportedYet, ExitCodes.OperatingSystemNotSupported), (e.ErrorId, e.ExitCode));
    }

    [Fact]
    public void The_running_systems_links_are_the_systems_own_matter()
    {
        SampleFiles files = new SampleFiles().Add("/etc/os-release", Debian);
        files.Links["/etc/os-release"] = "/nowhere";
        Assert.Equal("Debian12", new NodeDetector(files, new SampleClock(), new SampleEnvironment()).Detect("/").Product);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/..")]
    [InlineData("/proc/self/root")]
    [InlineData("/proc/self/root/")]
    [InlineData("/proc/self/root/proc/self/root/.")]
    public void What_leads_to_the_running_system_is_the_running_system(string root)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Other systems have no /proc.");
        SampleFiles files = new SampleFiles().Add("/etc/os-release", Debian);
        NodeDetector detector = new(files, new SampleClock(), new SampleEnvironment());

        Assert.Equal("/", detector.RootOf(root));
        Assert.True(detector.Detect(root).IsRunningSystem);
    }

    [Fact]
    public void A_link_to_the_running_system_is_the_running_system()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Images are read where symbolic links can be: not on Windows.");
        string link = Path.Combine(Path.GetTempPath(), $"root-{Guid.NewGuid():N}");
        File.CreateSymbolicLink(link, "/");
        try
        {
            NodeDetector detector = new(new SampleFiles(), new SampleClock(), new SampleEnvironment());
            Assert.Equal(("/", "/", "/"), (detector.RootOf(link), detector.RootOf(link + "/"), detector.RootOf(link + link)));
        }
        finally
        {
            File.Delete(link);
        }
    }

    /// <summary>As with a second mount of the running system's disk, which no path tells from an image.</summary>
    [Fact]
    public void A_folder_that_is_the_running_systems_root_by_another_way_is_the_running_system()
    {
        SampleFiles files = new SampleFiles().Add("/etc/os-release", Debian).Add("/mnt/again/etc/os-release", Elsewhere).Add("/mnt/image/etc/os-release", Elsewhere);
        NodeDetector detector = new(
            files, new SampleClock(), new SampleEnvironment(), events: null, path => path, path => new FileIdentity(8, 1, path == "/mnt/image" ? 12UL : 2UL));

        Assert.Equal(("/", "Debian12"), (detector.Detect("/mnt/again").Root, detector.Detect("/mnt/again").Product));
        Assert.Equal("/mnt/image", detector.RootOf("/mnt/image"));
    }

    /// <summary>As with the root of a process in a container: its link says a path that is another folder here.</summary>
    [Theory]
    [InlineData("/proc/7/root", "/")]
    [InlineData("/proc/7/root/", "/")]
    [InlineData("/proc/7/root/srv/image", "/srv/image")]
    public void The_root_of_a_process_elsewhere_is_not_what_its_link_says(string root, string real)
    {
        string folder = root.TrimEnd('/');
        SampleFiles files = new SampleFiles().Add("/etc/os-release", Elsewhere).Add(real.TrimEnd('/') + "/etc/os-release", Elsewhere).Add(folder + "/etc/os-release", Debian);
        NodeDetector detector = new(
            files, new SampleClock(), new SampleEnvironment(), events: null, path => path == folder ? real : path, path => new FileIdentity(8, 1, path == folder ? 99UL : (ulong)path.Length));

        Node node = detector.Detect(root);

        Assert.Equal((folder, "Debian12", false), (node.Root, node.Product, node.IsRunningSystem));
    }

    [Fact]
    public void An_image_that_a_link_leads_to_is_the_image()
    {
        SampleFiles files = new SampleFiles().Add("/mnt/image/etc/os-release", Debian);
        NodeDetector detector = new(
            files, new SampleClock(), new SampleEnvironment(), events: null, path => path == "/mnt/current" ? "/mnt/image" : null, _ => null);

        Assert.Equal("/mnt/image", detector.Detect("/mnt/current/").Root);
        Assert.Equal("/mnt/gone", detector.RootOf("/mnt/gone/"));
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        Dictionary<string, string> links = new(StringComparer.Ordinal) { ["/image/a"] = "/b", ["/image/b"] = "a" };
        Assert.Null(ImagePath.Resolve("/image", "a", links.GetValueOrDefault));
    }

    [Theory]
    [InlineData("etc/os-release", "/image/etc/os-release")]
    [InlineData("../../etc", "/image/etc")]
    [InlineData("..", "/image")]
    [InlineData("link/file", "/image/to/file")]
    [InlineData("link/../file", "/image/file")]
    public void A_path_in_an_image_never_leaves_it(string path, string resolved)
    {
        Dictionary<string, string> links = new(StringComparer.Ordinal) { ["/image/link"] = "/to" };
        Assert.Equal(resolved, ImagePath.Resolve("/image", path, links.GetValueOrDefault));
    }

    [Theory]
    [InlineData("usr/share/doc", null)]
    [InlineData("inside/file", null)]
    [InlineData("deep/up/file", null)]
    [InlineData("var/run/file", "/var/run")]
    [InlineData("/var/run", "/var/run")]
    [InlineData("over/file", "/over")]
    [InlineData("over", "/over")]
    [InlineData("around", "/around")]
    [InlineData("two/file", "/var/run")]
    public void A_link_that_leads_out_is_found(string path, string? link)
    {
        Dictionary<string, string> links = new(StringComparer.Ordinal)
        {
            ["/image/inside"] = "usr/share",
            ["/image/deep/up"] = "../usr",
            ["/image/var/run"] = "/run",
            ["/image/over"] = "../image/etc",
            ["/image/around"] = "around",
            ["/image/two"] = "var/run",
        };
        Assert.Equal(link, ImagePath.FindWayOut("/image", path, links.GetValueOrDefault));
    }

    [Fact]
    public void A_link_on_the_disk_leads_into_the_image()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Images are read where symbolic links can be: not on Windows.");

        DirectoryInfo image = Directory.CreateTempSubdirectory("image-");
        try
        {
            image.CreateSubdirectory("etc");
            image.CreateSubdirectory("usr/lib");
            File.WriteAllText(Path.Combine(image.FullName, "usr/lib/os-release"), Elsewhere.Replace("99.04", "22.04"));
            File.CreateSymbolicLink(Path.Combine(image.FullName, "etc/os-release"), "/usr/lib/os-release");
            Node node = new NodeDetector(new PhysicalFileSystem(), new SampleClock(), new SampleEnvironment()).Detect(image.FullName);
            Assert.Equal("Ubuntu22.04", node.Product);
        }
        finally
        {
            image.Delete(recursive: true);
        }
    }

    private static Node Detect(SampleFiles files, string link = "", string target = "")
    {
        files.Links[link] = target;
        return new NodeDetector(files, new SampleClock(), new SampleEnvironment()).Detect("/mnt/image");
    }
}
