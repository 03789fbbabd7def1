using System.Text;
using CsCheck;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class RebootHintFinderTests
{
    private const string CurrentMaps =
        "55d0a0000000-55d0a0001000 r--p 00000000 fe:00 131 /usr/sbin/sshd\n"
        + "7f10a0000000-7f10a0001000 r-xp 00001000 fe:00 132                     /usr/lib/x86_64-linux-gnu/libcrypto.so.3\n"
        + "7ffd00000000-7ffd00001000 rw-p 00000000 00:00 0                       [stack]\n";

    private readonly SystemTree _files = new();

    private static string OldMaps(string path = "/usr/lib/x86_64-linux-gnu/libcrypto.so.3") =>
        CurrentMaps + $"7f20a0000000-7f20a0001000 r-xp 00001000 fe:00 133                     {path} (deleted)\n" + CurrentMaps;

    [Fact]
    public void A_system_that_says_nothing_needs_nothing()
    {
        _files.Add("/proc/sys/kernel/osrelease", "6.1.0-27-amd64\n").Add("/boot/vmlinuz-6.1.0-27-amd64").AddProcess(1, CurrentMaps).AddProcess(812, CurrentMaps);

        AssertHint(Find());
    }

    [Theory]
    [InlineData("/", "/run/reboot-required")]
    [InlineData("/", "/var/run/reboot-required")]
    [InlineData("/", "/run/reboot-needed")]
    [InlineData("/mnt/image", "/mnt/image/run/reboot-needed")]
    [InlineData("/mnt/image", "/mnt/image/run/reboot-required")]
    public void A_request_of_a_package_is_told_with_its_packages(string root, string path)
    {
        _files.Add(path, "*** System restart required ***\n").Add(path + ".pkgs", "linux-image-6.1.0-27-amd64\nlinux-base\nlinux-base\n\n");

        AssertHint(Find(root), $"'{path}' says that a restart is required after changes to linux-image-6.1.0-27-amd64, linux-base.");
    }

    [Fact]
    public void A_request_without_packages_is_one()
    {
        _files.Add("/run/reboot-required");

        AssertHint(Find(), "'/run/reboot-required' says that a restart is required.");
    }

    [Fact]
    public void A_request_whose_packages_cannot_be_read_is_one()
    {
        _files.Add("/run/reboot-required").Add("/run/reboot-required.pkgs", "libc6").Refused.Add("/run/reboot-required.pkgs");

        AssertHint(Find(), "'/run/reboot-required' says that a restart is required.");
    }

    [Fact]
    public void Ten_packages_are_named_and_the_others_counted()
    {
        _files.Add("/run/reboot-required").Add("/run/reboot-required.pkgs", string.Join('\n', Enumerable.Range(10, 12).Select(number => $"p{number}")) + "\u001b[31m");

        AssertHint(Find(), "'/run/reboot-required' says that a restart is required after changes to p10, p11, p12, p13, p14, p15, p16, p17, p18, p19 and 2 more.");
    }

    [Fact]
    public void An_images_link_to_run_stays_in_the_image()
    {
        _files.Add("/run/reboot-required").Links["/mnt/image/var/run"] = "/run";
        AssertHint(Find("/mnt/image"));

        _files.Add("/mnt/image/run/reboot-required");
        Assert.True(Find("/mnt/image").IsNeeded);
    }

    [Fact]
    public void Of_an_image_neither_kernel_nor_processes_are_asked()
    {
        _files.Add("/proc/sys/kernel/osrelease", "6.1.0-18-amd64").Add("/mnt/boot/vmlinuz-6.1.0-18-amd64").Add("/mnt/boot/vmlinuz-6.1.0-27-amd64")
            .Add("/boot/vmlinuz-6.1.0-18-amd64").Add("/boot/vmlinuz-6.1.0-27-amd64").AddProcess(1, OldMaps());

        AssertHint(Find("/mnt"));
    }

    [Theory]
    [InlineData("/boot/vmlinuz-6.1.0-18-amd64 /boot/vmlinuz-6.1.0-27-amd64 /boot/config-6.1.0-30-amd64", "6.1.0-27-amd64")]
    [InlineData("/boot/vmlinuz-6.1.0-18-amd64 /lib/modules/6.1.0-18-amd64/modules.dep /lib/modules/6.1.0-27-amd64/modules.dep", null)]
    [InlineData("/lib/modules/6.1.0-18-amd64/modules.dep /lib/modules/6.1.0-27-amd64/modules.dep", "6.1.0-27-amd64")]
    [InlineData("/boot/vmlinuz-6.1.0-27-amd64 /lib/modules/6.1.0-27-amd64/modules.dep", null)]
    [InlineData("/boot/grub/grub.cfg", null)]
    public void An_older_kernel_than_the_installed_one_needs_a_restart(string files, string? newer)
    {
        _files.Add("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
        foreach (var file in files.Split(' '))
            _files.Add(file);

        AssertHint(Find(), newer is null ? [] : [$"The running kernel 6.1.0-18-amd64 is older than the installed one, {newer}."]);
    }

    [Fact]
    public void Folders_that_may_not_be_looked_into_are_no_hint()
    {
        _files.Add("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n").Add("/boot/vmlinuz-6.1.0-27-amd64").AddProcess(812, OldMaps());
        foreach (var folder in new[] { "/boot", "/lib/modules", "/proc", "/proc/sys/kernel/osrelease" })
            _files.Refused.Add(folder);

        AssertHint(Find());
    }

    [Fact]
    public void Services_with_old_libraries_are_named_once_and_need_no_restart_of_the_system()
    {
        _files.AddProcess(1, CurrentMaps, "0::/init.scope", "systemd")
            .AddProcess(812, OldMaps(), "0::/system.slice/ssh.service", "sshd")
            .AddProcess(813, OldMaps(), "0::/system.slice/ssh.service", "sshd")
            .AddProcess(90, OldMaps(), "12:pids:/system.slice/cron.service\n1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service", "cron")
            .AddProcess(2000, OldMaps(), "0::/user.slice/user-1000.slice/session-3.scope", "ba\u001bsh")
            .AddProcess(2001, OldMaps(), "0::/user.slice/user-1000.slice/user@1000.service/app.slice/mail.service", "mail")
            .AddProcess(2002, CurrentMaps, "0::/system.slice/dbus.service", "dbus-daemon");

        var hint = Find();

        Assert.False(hint.IsNeeded);
        Assert.Equal(["ba?sh", "cron.service", "ssh.service", "user@1000.service"], hint.ServicesWithOldLibraries, StringComparer.Ordinal);
    }

    [Fact]
    public void Process_1_with_old_libraries_needs_a_restart_of_the_system()
    {
        _files.AddProcess(1, OldMaps(), "0::/init.scope", "systemd");

        AssertHint(Find(), "Process 1 (systemd) still uses libraries that have been replaced since the system started.");
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/libssl.so.3", true)]
    [InlineData("/usr/lib/jvm/lib/libjava.so", true)]
    [InlineData("/opt/some app/lib/plug in.so.1.2", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libssl.so.3;65a1b2c3", true)]
    [InlineData("/usr/lib/locale/locale-archive", false)]
    [InlineData("/usr/share/app.sounds/bell.wav", false)]
    [InlineData("/memfd:doublemapper.so", false)]
    [InlineData("/memfd:doublemapper", false)]
    [InlineData("/dev/zero", false)]
    [InlineData("/dev/shm/x.so", false)]
    [InlineData("/SYSV00000000", false)]
    [InlineData("/tmp/liblz4-java-123.so", false)]
    [InlineData("/var/tmp/jna.so", false)]
    [InlineData("/home/me/.cache/x.so", false)]
    [InlineData("[anon]", false)]
    public void Only_libraries_of_packages_count(string path, bool counts)
    {
        _files.AddProcess(812, OldMaps(path), "0::/system.slice/app.service");

        Assert.Equal(counts ? ["app.service"] : [], Find().ServicesWithOldLibraries);
    }

    [Theory]
    [InlineData("0::/system.slice/docker-0123abcd.scope")]
    [InlineData("1:name=systemd:/docker/0123abcd")]
    [InlineData("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-1.scope")]
    [InlineData("0::/machine.slice/libpod-0123abcd.scope")]
    [InlineData("0::/lxc.payload.web/system.slice/ssh.service")]
    public void Processes_of_containers_have_libraries_of_their_own(string group)
    {
        _files.AddProcess(812, OldMaps(), group);

        Assert.Empty(Find().ServicesWithOldLibraries);
    }

    [Fact]
    public void Who_cannot_be_looked_at_is_left_out()
    {
        _files.AddProcess(810, OldMaps(), "0::/system.slice/a.service").AddProcess(811, OldMaps(), "0::/system.slice/b.service")
            .Add("/proc/812/comm", "gone").AddProcess(813, OldMaps(), name: "").Refused.Add("/proc/810/maps");
        _files.Refused.Add("/proc/813/cgroup");

        Assert.Equal(["b.service", "process 813"], Find().ServicesWithOldLibraries, StringComparer.Ordinal);
    }

    [Fact]
    public void This_process_ends_by_itself()
    {
        _files.AddProcess(812, OldMaps(), "0::/system.slice/amazon-ssm-agent.service").Links["/proc/self"] = "812";

        Assert.Empty(Find().ServicesWithOldLibraries);
    }

    [Fact]
    public void Bounds_hold()
    {
        var filling = new string('x', 7 << 20) + "\n";
        _files.AddProcess(2, new string('x', 9 << 20) + "\n" + OldMaps(), name: "too-large").AddProcess(3, OldMaps(), name: "early");
        for (var id = 10; id < 20; id++)
            _files.AddProcess(id, filling);
        _files.AddProcess(900, OldMaps(), name: "late");

        Assert.Equal(["early"], Find().ServicesWithOldLibraries, StringComparer.Ordinal);
    }

    [Fact]
    public void Arbitrary_maps_and_groups_never_throw() =>
        Gen.Select(Texts(" (deleted)\n", "/", ".so", ".so.", "\n", "/tmp/", "7f-80 r-xp 0 fe:00 1  "), Texts("0::/", ":", "/", ".service", "docker-", "\n")).Sample((maps, group) =>
        {
            _ = MappedFiles.HasDeletedLibrary(Encoding.UTF8.GetBytes(maps));
            _ = ControlGroup.FindService(group);
            _ = ControlGroup.IsContainer(group);
        });

    [Fact]
    public void This_machine_can_be_asked()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Lacks /proc.");

        var hint = new RebootHintFinder(new PhysicalFileSystem()).Find("/");

        Assert.Equal(hint.Reasons.Count > 0, hint.IsNeeded);
        Assert.DoesNotContain("", hint.ServicesWithOldLibraries, StringComparer.Ordinal);
    }

    private static Gen<string> Texts(params string[] parts) =>
        Gen.OneOf([.. parts.Select(part => Gen.Const(part)), Gen.Char.Select(c => c.ToString())]).Array[0, 20].Select(texts => string.Concat(texts));

    private static void AssertHint(RebootHint hint, params string[] reasons)
    {
        Assert.Equal(reasons, hint.Reasons, StringComparer.Ordinal);
        Assert.Equal(reasons.Length > 0, hint.IsNeeded);
        Assert.Empty(hint.ServicesWithOldLibraries);
    }

    private RebootHint Find(string root = "/") => new RebootHintFinder(_files).Find(root);
}
