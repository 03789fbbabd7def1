namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>The tests that drive apt run where apt is.</summary>
internal static class AptTools
{
    private const string Busybox = "/bin/busybox";

    private static readonly string[] s_tools = ["/usr/bin/apt-get", "/usr/bin/apt-cache", "/usr/bin/dpkg", "/usr/bin/dpkg-deb", "/usr/bin/gpg", "/usr/bin/python3"];

    public static void Require() => Require(s_tools);

    /// <summary>What a root needs whose maintainer scripts are run inside it.</summary>
    public static void RequireForInstall()
    {
        Require([.. s_tools, Busybox, "/usr/bin/mkfifo", "/usr/bin/mknod", "/usr/bin/mount"]);
        RequireRoot();
        if (Tool.TryRun("ldd", [Busybox]).ExitCode == 0)
            Assert.Skip($"Lacks a static {Busybox}: busybox-static has it.");
    }

    /// <summary>What a whole Debian needs.</summary>
    public static void RequireForImage()
    {
        Require([.. s_tools, "/usr/sbin/debootstrap", "/usr/bin/unshare", "/usr/sbin/chroot"]);
        RequireRoot();
    }

    private static void Require(IEnumerable<string> tools)
    {
        string[] missing = [.. tools.Where(tool => !File.Exists(tool))];
        if (missing.Length > 0)
            Assert.Skip($"Lacks {string.Join(", ", missing)}.");
    }

    private static void RequireRoot()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Lacks the rights of root: dpkg changes its root only for root.");
    }
}
