using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class NoticeTypesTests
{
    [Theory]
    [InlineData("security", "Security")]
    [InlineData("SECURITY", "Security")]
    [InlineData("bugfix", "Bugfix")]
    [InlineData("enhancement", "Enhancement")]
    [InlineData("recommended", "Recommended")]
    [InlineData("newpackage", "Newpackage")]
    [InlineData("optional", "Optional")]
    [InlineData("feature", "Feature")]
    [InlineData("document", "Document")]
    [InlineData("yast", "Yast")]
    [InlineData(" security\n", "Security")]
    [InlineData("unspecified", "Unspecified")]
    [InlineData("", "")]
    public void Types_become_classifications(string type, string classification) =>
        Assert.Equal(classification, NoticeTypes.Classification(type));
}
