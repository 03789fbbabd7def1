using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A scan changes nothing, and gives the same whatever language its caller speaks.</summary>
public sealed class AptReadOnlyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_in_a_scanned_root_changes(bool noRefresh)
    {
        using AptRoot root = new();
        using AptScan scan = new();
        root.Install(new TestPackage("subject", "1"));
        root.WriteFile("etc/apt/apt.conf.d/hooks", $"""
            APT::Update::Pre-Invoke {"{"} "touch {root.Path}/pre"; {"}"};
            APT::Update::Post-Invoke {"{"} "touch {root.Path}/post"; {"}"};
            APT::Update::Post-Invoke-Success {"{"} "touch {root.Path}/success"; {"}"};

            """);
        string folder = root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        Assert.Equal(0, root.Apt("apt-get", "update").ExitCode);
        Assert.True(File.Exists(Path.Combine(root.Path, "success")));
        File.Delete(Path.Combine(root.Path, "pre"));
        File.Delete(Path.Combine(root.Path, "post"));
        File.Delete(Path.Combine(root.Path, "success"));
        root.WriteRepository("security", "bookworm-security", [new("subject", "3")], "Debian-Security");
        IReadOnlyList<string> before = FolderSnapshot.Of(root.Path);

        PatchOperationResult result = await scan.RunAsync(root.Path, noRefresh: noRefresh);

        Assert.NotEmpty(folder);
        Assert.Equal(before, FolderSnapshot.Of(root.Path));
        Assert.Equal(1, result.MissingCount);
    }

    /// <summary>Everything by which apt's configuration can have a program run.</summary>
    [Theory]
    [InlineData("Dir::Bin::dpkg \"{0}\";")]
    [InlineData("Dir::Bin::apt-key \"{0}\"; Dir::Bin::gpg \"{0}\"; APT::Key::gpgvcommand \"{0}\"; Dir::Bin::gpgv \"{0}\";")]
    [InlineData("Dir::Bin::ischroot \"{0}\"; Dir::Bin::lz4 \"{0}\"; Dir::Bin::gzip \"{0}\"; Dir::Bin::xz \"{0}\"; Dir::Bin::uncompressed \"{0}\";")]
    [InlineData("Dir::Bin::methods \"{1}/\";")]
    [InlineData("Dir::Bin::methods::file \"{0}\"; Dir::Bin::methods::store \"{0}\"; Dir::Bin::methods::gpgv \"{0}\"; Dir::Bin::methods::http \"{0}\";")]
    [InlineData("Dir::Bin::solvers:: \"{1}\"; Dir::Bin::planners:: \"{1}\"; APT::Solver \"evil\"; APT::Planner \"evil\";")]
    [InlineData("Acquire::http::Proxy-Auto-Detect \"{0}\"; Acquire::http::ProxyAutoDetect \"{0}\";")]
    [InlineData("APT::Compressor {{ evil {{ Name \"evil\"; Extension \".evil\"; Binary \"{0}\"; Cost \"1\"; }}; xz {{ Name \"xz\"; Extension \".xz\"; Binary \"{0}\"; Cost \"1\"; }}; }};")]
    [InlineData("APT::Update::Pre-Invoke {{ \"{0}\"; }}; APT::Update::Post-Invoke {{ \"{0}\"; }}; APT::Update::Post-Invoke-Success {{ \"{0}\"; }}; DPkg::Pre-Invoke {{ \"{0}\"; }}; DPkg::Post-Invoke {{ \"{0}\"; }};")]
    [InlineData("AptCli::Hooks::Upgrade {{ \"{0}\"; }}; Binary::apt-get::AptCli::Hooks {{ \"{0}\"; }}; DPkg::Pre-Install-Pkgs {{ \"{0}\"; }};")]
    [InlineData("Dir::Etc::parts \"{1}/more.d/\"; Dir::Etc::main \"{1}/more.conf\";")]
    public async Task Nothing_that_an_image_names_is_run(string configuration)
    {
        using AptRoot root = new();
        using AptScan scan = new();
        using SigningKey key = new();
        root.Trust(key);
        string tools = root.Beside("evil");
        string mark = root.Beside("was-run");
        Directory.CreateDirectory(Path.Combine(tools, "more.d"));
        string evil = Path.Combine(tools, "evil");
        foreach (string name in new[] { "evil", "file", "store", "gpgv", "http", "dump" })
        {
            await File.WriteAllTextAsync(Path.Combine(tools, name), $"#!/bin/sh\ntouch '{mark}'\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(Path.Combine(tools, name), (UnixFileMode)0b111_101_101);
        }

        string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, configuration, evil, tools) + "\n";
        await File.WriteAllTextAsync(Path.Combine(tools, "more.conf"), $"Dir::Bin::dpkg \"{evil}\";\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(tools, "more.d", "more.conf"), $"Dir::Bin::dpkg \"{evil}\";\n", TestContext.Current.CancellationToken);
        root.Install(new TestPackage("subject", "1"));
        root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "", key: key);
        root.WriteFile("etc/apt/apt.conf.d/99evil", text);
        root.WriteFile("etc/apt/apt.conf", text);

        PatchOperationResult result = await scan.RunAsync(root.Path);

        Assert.Equal(1, result.MissingCount);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Nothing_of_this_systems_packages_changes()
    {
        AptTools.Require();
        string[] folders = ["/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/etc/apt"];
        using AptScan scan = new();
        IReadOnlyList<string> before = FolderSnapshot.Of(folders);

        await scan.RunAsync("/");

        Assert.Equal(before, FolderSnapshot.Of(folders));
    }
}
