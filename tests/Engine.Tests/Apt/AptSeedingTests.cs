using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptSeedingTests
{
    /// <summary>Files as name=day, several by commas.</summary>
    [Theory]
    [InlineData("", "", "")]
    [InlineData("r_InRelease=1,r_Packages=1", "", "r_InRelease,r_Packages")]
    [InlineData("r_InRelease=1,r_Packages=1", "r_InRelease=1,r_Packages=1", "")]
    [InlineData("r_InRelease=2,r_Packages=1", "r_InRelease=1,r_Packages=1", "r_InRelease,r_Packages")]
    [InlineData("r_InRelease=1,r_Packages=1", "r_InRelease=2,r_Packages=2", "")]
    [InlineData("r_InRelease=1,r_Packages=1,s_InRelease=5,s_Packages=5", "r_InRelease=9,r_Packages=9,s_InRelease=1,s_Packages=1", "s_InRelease,s_Packages")]
    [InlineData("r_InRelease=1,r_main_Packages.lz4=1,r_main_Components.yml=1,r_Translation-en=1,lock=1", "", "r_InRelease,r_main_Packages.lz4")]
    [InlineData("r_InRelease=1,r_Packages=1", "r_InRelease=1", "r_InRelease,r_Packages")]
    [InlineData("r_Release=1,r_Release.gpg=1,r_Packages=1", "", "r_Packages,r_Release,r_Release.gpg")]
    [InlineData("d_x_InRelease=3,d_x_Packages=3,d_x_updates_InRelease=1,d_x_updates_Packages=1", "d_x_InRelease=1,d_x_Packages=1,d_x_updates_InRelease=1,d_x_updates_Packages=1", "d_x_InRelease,d_x_Packages")]
    public void A_repository_is_taken_over_as_a_whole_where_the_system_is_newer(string system, string own, string copies) =>
        Assert.Equal(copies, string.Join(",", AptSeeding.FilesToCopy(Files(system), Files(own))));

    private static Dictionary<string, DateTimeOffset> Files(string list) => list
        .Split([','], StringSplitOptions.RemoveEmptyEntries)
        .Select(file => file.Split('='))
        .ToDictionary(file => file[0], file => new DateTimeOffset(2026, 1, int.Parse(file[1]), 0, 0, 0, TimeSpan.Zero));
}
