using System.Text;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class RpmQueryTests
{
    [Fact]
    public void Packages_are_read_and_keys_are_none()
    {
        IReadOnlyList<RpmPackage> packages = RpmQuery.Parse(
            "bash\t0\t5.1.8\t9.el9\tx86_64\t1700000000\t4096\t.\ngpg-pubkey\t0\tfd431d51\t4ae0493b\t(none)\t1700000000\t0\t.\nopenssl\t1\t3.0.7\t27.el9\tx86_64\t(none)\t(none)\t.\n");

        Assert.Equal(
            [
                new RpmPackage { Name = "bash", Architecture = "x86_64", Version = "0:5.1.8-9.el9", InstalledTime = DateTimeOffset.FromUnixTimeSeconds(1700000000), InstalledBytes = 4096 },
                new RpmPackage { Name = "openssl", Architecture = "x86_64", Version = "1:3.0.7-27.el9" },
            ],
            packages);
    }

    [Theory]
    [InlineData("bash\t0\t5.1.8\t9.el9\tx86_64\t1700000000\t4096")]
    [InlineData("bash\t0\t5.1.8\t9.el9\tx86_64\t1700000000\t4096\t..")]
    [InlineData("\t0\t5.1.8\t9.el9\tx86_64\t1700000000\t4096\t.")]
    [InlineData("warning: something")]
    public void A_line_of_another_shape_is_an_error(string line) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => RpmQuery.Parse(line)).ErrorId);

    [Theory]
    [InlineData("", 0)]
    [InlineData("warning: Generating 6 missing index(es), please wait...\n", 0)]
    [InlineData("error: SELECT hnum, blob FROM 'Packages': 11: database disk image is malformed\n", 1)]
    public void Rpm_tells_of_errors_in_words_alone(string errors, int count) => Assert.Equal(count, RpmQuery.Problems(errors).Count);

    [Theory]
    [InlineData("<repomd><data type='primary'><location href='repodata/p.xml.gz'/></data></repomd>", null)]
    [InlineData("<repomd xmlns='http://linux.duke.edu/metadata/repo'><data type='primary'><location href='repodata/p.xml.gz'/></data><data type='updateinfo'><checksum/><location href='repodata/u.xml.gz'/></data></repomd>", "repodata/u.xml.gz")]
    public void The_file_of_notices_is_found(string repomd, string? path) => Assert.Equal(path, RepositoryMetadata.FindNotices(Encoding.UTF8.GetBytes(repomd), "repomd.xml"));

    [Theory]
    [InlineData("<repomd><data type='updateinfo'><location href='../../etc/passwd'/></data></repomd>")]
    [InlineData("<repomd><data type='updateinfo'><location href='/etc/passwd'/></data></repomd>")]
    [InlineData("<repomd><data type='updateinfo'><location/></data></repomd>")]
    [InlineData("<repomd>")]
    [InlineData("")]
    [InlineData("<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><repomd>&y;</repomd>")]
    public void A_list_of_files_that_leads_elsewhere_or_is_none_is_an_error(string repomd) =>
        Assert.Equal(ErrorIds.AdvisoriesUnreadable, Assert.Throws<PatchException>(() => RepositoryMetadata.FindNotices(Encoding.UTF8.GetBytes(repomd), "repomd.xml")).ErrorId);

    [Theory]
    [InlineData("<!DOCTYPE repomd [<!ENTITY x 'y'>]><repomd/>", "line 1, column 1: a document type stands there, which is not read.")]
    [InlineData("<repomd>\n<data", "line 2, column 6: Unexpected end of file")]
    public void A_list_of_files_that_is_no_such_list_is_told_with_the_place_and_without_advice_to_programmers(string repomd, string complaint)
    {
        PatchException exception = Assert.Throws<PatchException>(() => RepositoryMetadata.FindNotices(Encoding.UTF8.GetBytes(repomd), "repomd.xml"));

        Assert.StartsWith("'repomd.xml' cannot be used: " + complaint, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DTD", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" Line ", exception.Message, StringComparison.Ordinal);
    }
}
