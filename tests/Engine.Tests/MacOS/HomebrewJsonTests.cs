using CsCheck;
using PatchBaselineAssociation.PackageManagers.MacOS;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.MacOS;

/// <summary>What brew prints as JSON. Homebrew documents the object of a formula (docs.brew.sh, Querying Brew) and <c>--json=v2</c> (brew(1)).</summary>
public sealed class HomebrewJsonTests
{
    private const string None = """{"formulae":[],"casks":[]}""";

    [Theory]
    [InlineData("""{"formulae":[{"name":"wget","full_name":"wget","tap":"homebrew/core","desc":"Internet file retriever","versions":{"stable":"1.24.5"},"revision":0,"installed":[{"version":"1.21.3","time":1650000000}],"pinned":false}],"casks":[]}""", """{"formulae":[{"name":"wget","installed_versions":["1.21.3"],"current_version":"1.24.5","pinned":false,"pinned_version":null}],"casks":[]}""", "wget homebrew/core/wget (wget) 1.21.3 2022-04-15 -> 1.24.5")]
    [InlineData("""{"formulae":[{"name":"openssl@3","full_name":"openssl@3","installed":[{"version":"3.0.9"},{"version":"3.0.10_1"}]}],"casks":[]}""", None, "openssl@3 homebrew/core/openssl@3 (openssl@3) 3.0.10_1  -> ")]
    [InlineData("""{"formulae":[{"name":"foo","full_name":"user/tap/foo","installed":[{"version":"1"}]}],"casks":[]}""", """{"formulae":[{"name":"user/tap/foo","installed_versions":["1"],"current_version":"2","pinned":false}],"casks":[]}""", "foo user/tap/foo (user/tap/foo) 1  -> 2")]
    [InlineData("""{"formulae":[{"name":"git","full_name":"git","installed":[{"version":"2.33.0"}],"pinned":true}],"casks":[]}""", """{"formulae":[{"name":"git","installed_versions":["2.33.0"],"current_version":"2.33.1","pinned":true,"pinned_version":"2.33.0"}],"casks":[]}""", "git homebrew/core/git (git) 2.33.0  -> 2.33.1 pinned")]
    [InlineData("""{"formulae":[{"name":"not-there","full_name":"not-there","installed":[]}],"casks":[{"token":"gone","full_token":"gone","installed":null}]}""", None, "")]
    [InlineData("""{"formulae":[],"casks":[{"token":"firefox","full_token":"firefox","tap":"homebrew/cask","name":["Mozilla Firefox"],"desc":"Web browser","version":"93.0","installed":"92.0","outdated":true}]}""", """{"formulae":[],"casks":[{"name":"firefox","installed_versions":"92.0","current_version":"93.0"}]}""", "firefox homebrew/cask/firefox (firefox) 92.0  -> 93.0 cask")]
    [InlineData("""{"formulae":[],"casks":[{"token":"docker","full_token":"docker","installed":"4.0,1","installed_time":1700000000}]}""", """{"formulae":[],"casks":[{"name":"docker","installed_versions":["4.0,1"],"current_version":"4.1,2","pinned":false,"pinned_version":null}]}""", "docker homebrew/cask/docker (docker) 4.0,1 2023-11-14 -> 4.1,2 cask")]
    [InlineData("""{"formulae":[{"name":"wget","desc":"half \ud83d a sign","installed":[{"version":"1"}]}],"casks":[]}""", None, "wget homebrew/core/wget (wget) 1  -> ")]
    public void Packages_are_read(string installed, string outdated, string expected) => Assert.Equal(expected, Describe(HomebrewJson.Parse(installed, outdated)));

    [Theory]
    [InlineData("Warning: You are using macOS 12.\nWe (and Apple) do not provide support for this old version.\n")]
    [InlineData("==> Auto-updated Homebrew!\nUpdated 2 taps ({homebrew/core}).\n")]
    [InlineData("{this is a warning}\n{ \"and\": \"this\" }\n")]
    public void Warnings_before_the_answer_are_passed_over(string warnings) =>
        Assert.Equal("a homebrew/core/a (a) 1  -> ", Describe(HomebrewJson.Parse(warnings + """{"formulae":[{"name":"a","installed":[{"version":"1"}]}],"casks":[]}""" + "\nand more\n", warnings + None)));

    [Theory]
    [InlineData("")]
    [InlineData("Error: Running Homebrew as root is extremely dangerous and no longer supported.\n")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"formulae":[]}""")]
    [InlineData("""{"formulae":[{"name":"wget","installed":[{"vers""")]
    [InlineData("""{"formulae":[{"name":"wget"}],"casks":[]}""")]
    [InlineData("""{"formulae":["wget"],"casks":[]}""")]
    [InlineData("""{"formulae":[{"name":"--force","installed":[{"version":"1"}]}],"casks":[]}""")]
    [InlineData("""{"formulae":[{"name":"a b","installed":[{"version":"1"}]}],"casks":[]}""")]
    [InlineData("""{"formulae":[{"name":"a\n","installed":[{"version":"1"}]}],"casks":[]}""")]
    [InlineData("""{"formulae":[{"name":"a","installed":[{"version":""}]}],"casks":[]}""")]
    [InlineData("""{"formulae":[{"name":"a\ud83d","installed":[{"version":"1"}]}],"casks":[]}""")]
    public void Another_answer_is_an_error(string installed) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => HomebrewJson.Parse(installed, None)).ErrorId);

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.Select(Gen.String, Gen.String).Sample((before, after) =>
    {
        try
        {
            HomebrewJson.Parse(before + "\n{\"formulae\":[" + after, None);
        }
        catch (PatchException)
        {
            // Refused.
        }
    });

    private static string Describe(IEnumerable<HomebrewPackage> packages) => string.Join("; ", packages.Select(package =>
        $"{package.Name} {package.FullName} ({package.Spec}) {package.InstalledVersion} {package.InstalledTime?.UtcDateTime:yyyy-MM-dd} -> {package.OfferedVersion}{(package.IsCask ? " cask" : "")}{(package.IsPinned ? " pinned" : "")}"));
}
