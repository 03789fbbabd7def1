using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Configuration files that a new version brings.</summary>
public sealed class AptInstallConfigurationFileTests : AptInstallTest
{
    /// <summary>What the administrator did, and what the new version brings → what is there afterwards, and whether it is listed as kept.</summary>
    [Theory]
    [InlineData("nothing", "new\n", "new\n", false)]
    [InlineData("edit", "new\n", "edited\n", true)]
    [InlineData("edit", "old\n", "edited\n", false)]
    [InlineData("delete", "new\n", null, true)]
    [InlineData("delete", "old\n", null, false)]
    public async Task What_the_administrator_changed_is_kept(string change, string brought, string? expected, bool isListed)
    {
        Root.Install(new TestPackage("subject", "1") { HasConfigurationFile = true, ConfigurationText = "old\n" });
        if (change == "edit")
            Root.WriteFile("etc/subject.conf", "edited\n");
        else if (change == "delete")
            File.Delete(Root.Inside("etc/subject.conf"));
        Security(new TestPackage("subject", "2") { HasConfigurationFile = true, ConfigurationText = brought });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, "ii 2"), (result.ExitCode, Root.StatusOf("subject")));
        Assert.Equal(expected, Root.HasFile("etc/subject.conf") ? Root.ReadFile("etc/subject.conf") : null);
        Assert.Equal(isListed ? ["/etc/subject.conf"] : [], result.KeptConfigurationFiles);
        Assert.Equal(isListed, Install.Events.Warnings.Any(warning => warning.Id == ErrorIds.ConfigurationFileKept && warning.Message.Contains("/etc/subject.conf", StringComparison.Ordinal)));
        Assert.DoesNotContain(Root.Path, string.Concat(Install.Events.Warnings.Select(warning => warning.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_there_before_its_package_had_it_is_kept()
    {
        Root.Install(new TestPackage("subject", "1"));
        Root.WriteFile("etc/subject.conf", "own\n");
        Security(new TestPackage("subject", "2") { HasConfigurationFile = true, ConfigurationText = "new\n" });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal("own\n", Root.ReadFile("etc/subject.conf"));
        Assert.Equal(["/etc/subject.conf"], result.KeptConfigurationFiles);
    }

    [Fact]
    public async Task Files_kept_while_an_interrupted_run_is_finished_are_listed_too()
    {
        Root.Install(new TestPackage("subject", "1") { HasConfigurationFile = true, ConfigurationText = "old\n" });
        Root.WriteFile("etc/subject.conf", "edited\n");
        Root.Install(new TestPackage("other", "1"));
        TestPackage next = new("subject", "2") { HasConfigurationFile = true, ConfigurationText = "new\n" };
        await Root.InterruptAsync(next, "preinst");
        Security(next, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(("ii 2", "edited\n"), (Root.StatusOf("subject"), Root.ReadFile("etc/subject.conf")));
        Assert.Equal(["/etc/subject.conf"], result.KeptConfigurationFiles);
    }
}
