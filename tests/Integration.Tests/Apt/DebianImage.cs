using PatchBaselineAssociation.IntegrationTests.Apt;

[assembly: AssemblyFixture(typeof(DebianImage))]

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>
/// A whole, small Debian 12 as its main archive has it: what the security archive has newer is missing there.
/// Made when the first test asks for it; each test gets a copy of its own.
/// </summary>
public sealed class DebianImage : IDisposable
{
    private const string Codename = "bookworm";
    private const string SecurityCodename = $"{Codename}-security";
    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    // What .NET links to.
    private const string Include = "libssl3,libstdc++6";

    private readonly Lazy<TemporaryFolder> _folder = new(Make);

    /// <summary>A copy to be changed. Skips the test where no Debian can be made.</summary>
    internal DebianSystem Copy()
    {
        AptTools.RequireForImage();
        return new DebianSystem(_folder.Value.Combine("root"));
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
            _folder.Value.Dispose();
    }

    private static TemporaryFolder Make()
    {
        Dictionary<string, string> archives = Archives();
        string? main = archives.GetValueOrDefault(Codename);
        string? security = archives.GetValueOrDefault(SecurityCodename);
        if (main is null || security is null)
            Assert.Skip($"Lacks sources of {Codename} and {SecurityCodename}, and their lists ('apt-get update').");

        TemporaryFolder folder = new();
        try
        {
            string root = folder.Combine("root");
            // What debootstrap mounts is gone with it, however it ends.
            Tool.Run("unshare", "--mount", "debootstrap", "--variant=minbase", $"--include={Include}", Codename, root, main);
            Configure(root, main, security);
            DebianSystem.Run(root, ["apt-get", "-q", "update"]);
            DebianSystem.Run(root, ["apt-get", "clean"]);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static void Configure(string root, string main, string security)
    {
        Write("etc/apt/sources.list", $"deb [signed-by={Keyring}] {main} {Codename} main\ndeb [signed-by={Keyring}] {security} {SecurityCodename} main\n");
        Write("etc/apt/apt.conf.d/translations", "Acquire::Languages \"none\";\n");
        Write("etc/dpkg/dpkg.cfg.d/quick", "force-unsafe-io\n");
        File.Copy("/etc/hosts", Path.Combine(root, "etc/hosts"), overwrite: true);
        Write("usr/sbin/policy-rc.d", "#!/bin/sh\n# No service starts.\nexit 101\n");
        File.SetUnixFileMode(Path.Combine(root, "usr/sbin/policy-rc.d"), (UnixFileMode)0b111_101_101);

        void Write(string path, string text) => File.WriteAllText(Path.Combine(root, path), text);
    }

    /// <summary>The addresses of Debian's archives in this machine's sources, by codename.</summary>
    private static Dictionary<string, string> Archives()
    {
        Dictionary<string, string> addresses = new(StringComparer.Ordinal);
        string targets = Tool.Run("apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)", "Created-By: Packages", "Origin: Debian");
        foreach (string line in targets.Split('\n'))
        {
            if (line.Split(' ') is [string codename, "main", string address])
                addresses.TryAdd(codename, address);
        }

        return addresses;
    }
}
