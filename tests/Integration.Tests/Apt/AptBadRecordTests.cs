using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A repository that says something impossible of one package spoils that package alone.</summary>
public sealed class AptBadRecordTests : AptInstallTest
{
    [Theory]
    [InlineData("3 -oDir=/")]
    [InlineData("3 500")]
    [InlineData("3;x")]
    [InlineData("-1")]
    public async Task A_version_that_is_none_is_left_out_and_told(string version)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        Security(new("subject", "2"), new("other", "2"), Carrying($"Package: subject\nVersion: {version}\n"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "other.all");
        AssertState(PatchState.Installed, result, "subject.all");
        Assert.Equal("ii 2", Root.StatusOf("subject"));
        Assert.DoesNotContain(result.Patches, patch => patch.AvailableVersion.Contains(version, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("no/such/file.deb")]
    [InlineData("./")]
    public async Task A_file_that_is_not_there_fails_its_package_alone(string file)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        Security(
            new("other", "2"),
            Carrying($"Package: subject\nVersion: 2\nFilename: {file}\nSize: 10\nSHA256: {new string('0', 64)}\n"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "other.all");
        AssertState(PatchState.Failed, result, "subject.all");
        Assert.Equal(("ii 1", "ii 2"), (Root.StatusOf("subject"), Root.StatusOf("other")));
    }

    /// <summary>A package of no interest whose record is followed by one that no tool would build.</summary>
    private static TestPackage Carrying(string record) => new("carrier", "1")
    {
        RecordFields = $"\n{record}Architecture: all\nMaintainer: Tests <tests@example.invalid>\nPriority: optional\nSection: utils\nDescription: subject\n\nPackage: behind\nVersion: 1\nArchitecture: all\n",
    };
}
