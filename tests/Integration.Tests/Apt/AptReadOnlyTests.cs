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

    [Fact]
    public async Task Nothing_of_this_systems_packages_changes()
    {
        string[] folders = ["/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/etc/apt"];
        using AptScan scan = new();
        IReadOnlyList<string> before = FolderSnapshot.Of(folders);

        await scan.RunAsync("/");

        Assert.Equal(before, FolderSnapshot.Of(folders));
    }
}
