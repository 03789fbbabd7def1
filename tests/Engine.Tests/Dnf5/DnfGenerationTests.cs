using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf5;

public sealed class DnfGenerationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dnf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The files of a system, with what they link to → whether its dnf is dnf 5.</summary>
    [Theory]
    [InlineData("dnf>dnf5,dnf5", true)]
    [InlineData("dnf>/usr/bin/dnf5", true)]
    [InlineData("dnf5", true)]
    [InlineData("dnf>dnf-3,dnf-3", false)]
    [InlineData("dnf>dnf-3,dnf-3,dnf5", false)]
    [InlineData("dnf,dnf5", false)]
    [InlineData("dnf", false)]
    [InlineData("", false)]
    public void Links_tell_dnf_5_from_dnf_4(string system, bool isFive)
    {
        foreach (string[] file in system.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('>')))
        {
            string path = Path.Combine(_folder, file[0]);
            if (file.Length > 1)
                File.CreateSymbolicLink(path, file[1]);
            else
                File.WriteAllText(path, "");
        }

        Assert.Equal(isFive, DnfGeneration.IsFive(new PhysicalFileSystem(), _folder));
    }
}
