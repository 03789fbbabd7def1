using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Zypper;

/// <summary>What is taken over of a configuration, and what of a baseline's source.</summary>
public sealed class ZypperSettingsTests
{
    [Fact]
    public void Of_the_librarys_settings_those_that_name_no_place_are_taken_over()
    {
        const string text = "## comment\n[main]\nmultiversion = provides:multiversion(kernel)\ncachedir = /outside\nsolver.allowVendorChange = true\nhistory.logfile = /outside/log\n[other]\ngpgcheck = off\n";

        Assert.Equal("[main]\nmultiversion=provides:multiversion(kernel)\nsolver.allowVendorChange=true\n" + Patience(30, 1, 60, 1), ZypperSettings.Library(text));
        Assert.Equal(["cachedir", "history.logfile"], ZypperSettings.Paths(text).Select(setting => setting.Key));
    }

    [Theory]
    [InlineData("", 30, 1, 60, 1)]
    [InlineData("download.connect_timeout = 10\ndownload.max_silent_tries = 5\ndownload.transfer_timeout = 20\ndownload.min_download_speed = 1000", 10, 1, 20, 1000)]
    [InlineData("download.connect_timeout = 90\ndownload.max_silent_tries = 1\ndownload.transfer_timeout = 180\ndownload.min_download_speed = 0", 30, 1, 60, 1)]
    [InlineData("download.connect_timeout = 0\ndownload.max_silent_tries = 0\ndownload.transfer_timeout = -1\ndownload.min_download_speed = odd", 30, 1, 60, 1)]
    public void A_silent_server_costs_no_more_than_this_or_what_the_administrator_set_lower(string settings, int connect, int tries, int transfer, int speed) =>
        Assert.Equal("[main]\n" + Patience(connect, tries, transfer, speed), ZypperSettings.Library("[main]\n" + settings));

    private static string Patience(int connect, int tries, int transfer, int speed) =>
        $"download.connect_timeout={connect}\ndownload.max_silent_tries={tries}\ndownload.transfer_timeout={transfer}\ndownload.min_download_speed={speed}\n\n";

    /// <summary>libzypp does not look at blanks before a line.</summary>
    [Theory]
    [InlineData("arch = x86_64\n  history.logfile = /outside", "history.logfile")]
    [InlineData("history.logfile = ../../outside", "history.logfile")]
    [InlineData("credentials.global.dir = outside", "credentials.global.dir")]
    [InlineData("locksfile.path = locks", "locksfile.path")]
    [InlineData("update.messages.notify = single | /bin/outside", "update.messages.notify")]
    [InlineData("arch = x86_64\n  gpgcheck = on\nmultiversion = provides:multiversion(kernel)", "")]
    public void A_setting_that_leads_to_a_place_is_found_wherever_it_begins(string settings, string found)
    {
        string text = "[main]\n" + settings;

        Assert.Equal(found, string.Join(" ", ZypperSettings.Paths(text).Select(setting => setting.Key)));
        Assert.DoesNotContain("outside", ZypperSettings.Library(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_are_asked_for_whatever_the_system_has_set()
    {
        Assert.Equal("[main]\nshowAlias=yes\n\n[commit]\nautoAgreeWithLicenses=yes\n\n", ZypperSettings.Program("[main]\nshowAlias = no\n[commit]\nautoAgreeWithLicenses = yes\n[solver]\nforceResolutionCommands = install\n"));
        Assert.Equal("[main]\nshowAlias=yes\n\n", ZypperSettings.Program(""));
    }

    [Theory]
    [InlineData("https://example.invalid/x", true)]
    [InlineData("dir:///x", true)]
    [InlineData("plugin:evil?x", false)]
    [InlineData("hd:/x?device=/dev/sda", false)]
    [InlineData("iso:/?iso=x.iso", false)]
    [InlineData("nfs://server/x", false)]
    [InlineData("https://example.invalid/x plugin:evil", false)]
    [InlineData("https://example.invalid/x\n nfs://server/x", false)]
    [InlineData("https://example.invalid/x\n baseurl = iso:/?iso=x.iso", false)]
    [InlineData("https://example.invalid/x?credentials=SCCcredentials", true)]
    [InlineData("https://example.invalid/x?credentials=/etc/zypp/credentials.d/SCCcredentials", false)]
    [InlineData("https://example.invalid/x?a=b&cred%65ntials=..%2f..%2fother", false)]
    [InlineData("https://example.invalid/x?credentials=$place", false)]
    [InlineData("https://example.invalid/x?$whole", false)]
    [InlineData("https://example.invalid/x?ssl_clientkey=/etc/pki/key", false)]
    [InlineData("https://example.invalid/x?ssl_verify=yes&token=a/b", true)]
    public void Repositories_of_an_image_are_used_where_they_start_nothing(string address, bool isUsed)
    {
        string text = $"  [a]\nbaseurl={address}\nservice=other\n";

        Assert.Equal(isUsed ? $"[a]\nbaseurl={address}\n\n" : "", ZypperSettings.Repositories(text));
        Assert.Equal(isUsed ? [] : ["a"], ZypperSettings.LeftOut(text));
    }

    [Theory]
    [InlineData("mirrorlist")]
    [InlineData("metalink")]
    public void A_list_of_addresses_may_hold_those_that_start_something(string setting) =>
        Assert.Equal(["a"], ZypperSettings.LeftOut($"[a]\nbaseurl=https://example.invalid/x\n{setting}=https://example.invalid/list\n"));

    [Theory]
    [InlineData("[a]\nbaseurl=https://example.invalid/\n", null)]
    [InlineData("# comment\r\n[a]\r\nname=A\r\nbaseurl=https://example.invalid/\r\ngpgcheck=1\r\npriority=90\r\n", null)]
    [InlineData("[a]\nbaseurl=https://a.invalid/\n[b]\nbaseurl=file:///b\n", null)]
    [InlineData("", "no section")]
    [InlineData("[a]\nname=A\n", "no baseurl")]
    [InlineData("[main]\nbaseurl=https://a.invalid/\n", "no name of a repository")]
    [InlineData("[a/b]\nbaseurl=https://a.invalid/\n", "no name of a repository")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\ngpgcheck=0\n", "not to be turned off")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\nrepo_gpgcheck=no\n", "not to be turned off")]
    [InlineData("[a]\nbaseurl=https://a.invalid/?ssl_verify=no\n", "not to be turned off")]
    [InlineData("[a]\nbaseurl=https://a.invalid/?a=b&ssl%5fverify=peer\n", "not to be turned off")]
    [InlineData("[a]\nbaseurl=https://a.invalid/?ssl_verify=yes\n", null)]
    [InlineData("[a]\nname=A\n gpgcheck=0\nbaseurl=https://a.invalid/\n", "not to be turned off")]
    [InlineData("[a]\nname=A\n\tbaseurl=plugin:evil\nbaseurl=https://a.invalid/\n", "no address")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\n [main]\n cachedir=/x\n", "no name of a repository")]
    [InlineData("[a]\nbaseurl=\n https://a.invalid/\n", null)]
    [InlineData("[a]\nbaseurl=https://a.invalid/\npkg_gpgcheck=off\n", "not to be turned off")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\nenabled=0\n", "not enabled")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\nmirrorlist=https://a.invalid/\n", "not known")]
    [InlineData("[a]\nbaseurl=plugin:evil\n", "no address")]
    [InlineData("[a]\nbaseurl=https://user:word@a.invalid/ plugin:evil\n", "no address")]
    [InlineData("[a]\nbaseurl=/x\n", "no address")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\nnonsense\n", "neither a section nor a setting")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\u0001\n", "control characters")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\n[a]\nbaseurl=https://b.invalid/\n", "there twice")]
    [InlineData("[a]\nbaseurl=https://a.invalid/\ngpgkey=plugin:evil\n", "no address")]
    public void A_source_is_taken_or_refused(string configuration, string? problem)
    {
        PatchSource[] sources = [new PatchSource("source", ["*"], configuration)];
        if (problem is null)
        {
            Assert.Contains("enabled=1", ZypperSources.Read(sources), StringComparison.Ordinal);
            return;
        }

        PatchException e = Assert.Throws<PatchException>(() => ZypperSources.Read(sources));
        Assert.Equal(ErrorIds.BaselineSourcesUnusable, e.ErrorId);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(":word@", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab", "")]
    [InlineData("a b c", "")]
    [InlineData("good", "x")]
    public void A_source_has_a_name_and_a_bounded_length(string name, string kind)
    {
        string configuration = kind.Length == 0 ? "[a]\nbaseurl=https://a.invalid/\n" : $"[a]\nbaseurl=https://a.invalid/{new string('x', 1100)}\n";

        Assert.Throws<PatchException>(() => ZypperSources.Read([new PatchSource(name, ["*"], configuration)]));
    }
}
