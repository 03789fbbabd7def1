using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AptImageTests() => Directory.CreateDirectory(_folder["var/lib/dpkg"]);

    [Fact]
    public void An_image_with_this_machines_own_database_is_not_written_to()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Other systems do not tell one folder from another.");
        AptImage image = new(new PhysicalFileSystem(), _folder.Path, _folder["var/lib/dpkg"]);

        Assert.Equal(ErrorIds.ImageUnsafe, Assert.Throws<PatchException>(image.CheckWritten).ErrorId);
        new AptImage(new PhysicalFileSystem(), _folder.Path).CheckWritten();
    }

    public void Dispose() => _folder.Dispose();
}
