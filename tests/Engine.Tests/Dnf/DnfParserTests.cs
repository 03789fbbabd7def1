using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf;

public sealed class DnfParserTests
{
    [Fact]
    public void Offers_are_read_with_whatever_their_summaries_hold()
    {
        IReadOnlyList<DnfOffer> offers = DnfRepoQuery.Parse(
            "Updating Subscription Management repositories.\npackage:\topenssl\t1\t3.0.7\t27.el9\tx86_64\tbase\tTools: a\tb 'c'\nrest of a summary\npackage:\tplain\t0\t1\t1\tnoarch\tmore\t\n");

        Assert.Equal(
            [
                new DnfOffer { Name = "openssl", Architecture = "x86_64", Version = "1:3.0.7-27.el9", Repository = "base", Summary = "Tools: a\tb 'c'" },
                new DnfOffer { Name = "plain", Architecture = "noarch", Version = "0:1-1", Repository = "more" },
            ],
            offers);
    }

    /// <summary>A publisher may write tabs and line feeds into everything.</summary>
    [Fact]
    public void A_package_tells_of_no_other()
    {
        string answer = string.Concat(((string[])["beta", "0", "2\t1\tnoarch\tbase\tx", "1", "noarch", "third", "forged\npackage:\talpha\t0\t99\t1\tnoarch\tbase\tx\npackage:\tbroken"]).Select(field => DnfRepoQuery.Separator + field));

        DnfOffer offer = Assert.Single(DnfRepoQuery.Parse(DnfRepoQuery.Plain($"a plugin speaks\n{answer}\n")));

        Assert.Equal(new DnfOffer { Name = "beta", Architecture = "noarch", Version = "0:2 1 noarch base x-1", Repository = "third", Summary = "forged" }, offer);
    }

    [Theory]
    [InlineData("package:\topenssl\t1\t3.0.7")]
    [InlineData("package:\t\t1\t3.0.7\t1\tx86_64\tbase\tsummary")]
    [InlineData("package:\topenssl\t1\t3.0.7\t1\tx86_64\t\tsummary")]
    public void An_offer_of_another_shape_is_an_error(string line) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => DnfRepoQuery.Parse(line)).ErrorId);

    [Theory]
    [InlineData("", "")]
    [InlineData("repo id    repo name\n", "")]
    [InlineData("some plugin speaks\nrepo id                repo name\nbase                   Base 9\nrhel-9-for-x86_64      Red Hat\n", "base,rhel-9-for-x86_64")]
    public void Enabled_repositories_are_read(string output, string ids) => Assert.Equal(ids, string.Join(',', DnfRepositoryList.Parse(output)));

    /// <summary>What dnf 4.14 says.</summary>
    [Theory]
    [InlineData(
        "Gone    0.0  B/s |   0  B     00:00\nErrors during downloading metadata for repository 'r':\n  - Curl error (7): Couldn't connect to server for http://x/ [no]\n  - Curl error (7): again\nError: Failed to download metadata for repo 'r': Cannot download repomd.xml: All mirrors were tried\nIgnoring repositories: r\n",
        "Unavailable", "Curl error (7): Couldn't connect to server for http://x/ [no]")]
    [InlineData("Error: Cache-only enabled but no cache for 'r'\nIgnoring repositories: q, r\n", "Unavailable", "No metadata of it is on the node.")]
    [InlineData("Error: Failed to download metadata for repo 'r': repomd.xml GPG signature verification error: Bad GPG signature\nIgnoring repositories: r", "Untrusted", "repomd.xml GPG signature verification error: Bad GPG signature")]
    [InlineData(
        "Errors during downloading metadata for repository 'r':\n  - Curl error (37): Couldn't read repomd.xml.asc\nError: Failed to download metadata for repo 'r': GPG verification is enabled, but GPG signature is not available.\nIgnoring repositories: r\n",
        "Untrusted", "GPG verification is enabled, but GPG signature is not available.")]
    [InlineData("Ignoring repositories: r\n", "Unavailable", "")]
    [InlineData("Error: Failed to download metadata for repo 'q': no\nIgnoring repositories: q\n", "", "")]
    [InlineData("Error: Failed to download metadata for repo 'r\n", "", "")]
    public void Problems_of_repositories_are_read(string errors, string status, string message)
    {
        DnfMessages messages = DnfMessages.Parse(errors);

        Assert.Equal(status, messages.ProblemOf("r", out string actual)?.ToString() ?? "");
        Assert.Equal(message, actual);
        Assert.Equal(status.Length > 0, messages.IsIgnored("r"));
    }

    [Theory]
    [InlineData("Bad id for repo: b^ad, byte = ^ 1\n", "b^ad")]
    [InlineData("Bad id for repo: a, byte = b, byte = , 1\n", "a, byte = b")]
    [InlineData("Repository 'odd': Error parsing config: cost = much\n", "odd")]
    [InlineData("Repository 'odd' is missing name in configuration, using id.\n", null)]
    [InlineData("Bad id for repo: cut off\n", null)]
    public void Repositories_that_dnf_lists_nowhere_are_read(string errors, string? id)
    {
        IReadOnlyList<KeyValuePair<string, string>> rejected = DnfMessages.Parse(errors).Rejected;

        Assert.Equal(id is null ? [] : [new KeyValuePair<string, string>(id, errors.Trim())], rejected);
    }

    [Theory]
    [InlineData(1, "Error: no\n", "'dnf repoquery' failed with exit code 1: Error: no")]
    [InlineData(1, "", "'dnf repoquery' failed with exit code 1: it said nothing.")]
    [InlineData(139, "Something\n", "'dnf repoquery' crashed (signal 11): Something")]
    public void A_crash_is_told_from_a_failure(int exitCode, string errors, string message) =>
        Assert.Equal(message, DnfFailure.Of("dnf repoquery", new ProcessResult { ExitCode = exitCode, StandardOutput = "", StandardError = errors, Duration = TimeSpan.Zero }).Message);

    [Fact]
    public void Files_that_dnf_skips_are_read() =>
        Assert.Equal(["/etc/yum.repos.d/bad.repo"], DnfMessages.Parse("Warning: failed loading '/etc/yum.repos.d/bad.repo', skipping.\n").SkippedFiles);

    [Fact]
    public void Configuration_is_read_and_written_as_dnf_does()
    {
        IReadOnlyList<DnfSection> sections = DnfConfigurationText.Parse(
            "lost=1\n# a comment\n[main]\r\nkey = value # no comment\n; another\nlist=a,b\n c\n\n\td\n[r]\nempty=\n  late\nno setting\nkey=1\nkey=2\n[\nx=1\n");

        Assert.Equal(["main", "r"], sections.Select(section => section.Name));
        Assert.Equal("value # no comment", sections[0]["key"]);
        Assert.Equal("a,b\nc\nd", sections[0]["list"]);
        Assert.Equal(["a", "b", "c", "d"], DnfSection.Words(sections[0]["list"]!));
        Assert.Equal("late", sections[1]["empty"]);
        Assert.Equal("2", sections[1]["key"]);
        Assert.Null(sections[1]["x"]);
        string written = DnfConfigurationText.Write(sections);
        Assert.Equal(written, DnfConfigurationText.Write(DnfConfigurationText.Parse(written)));
    }

    [Fact]
    public void Of_an_image_only_known_settings_are_taken_over_and_paths_lead_into_it()
    {
        string repositories = DnfConfigurationText.Write(DnfImageSettings.Repositories(
            "[main]\nplugins=1\n[r]\nname=R\nbaseurl=https://x/\ngpgkey=file:///etc/pki/a https://x/key\nsslcacert=/etc/ca.pem\nsslclientkey=ca.pem\ncachedir=/x\nmediaid=1\n",
            path => "/image" + path));
        IEnumerable<string> main = DnfImageSettings.Main("[main]\npluginpath=/x\nlogdir=/x\nexcludepkgs=a\n b\nproxy=http://p/\nreposdir=/x\n", path => "/image" + path)
            .Select(setting => $"{setting.Key}={setting.Value}");

        Assert.Equal("[r]\nname=R\nbaseurl=https://x/\ngpgkey=file:///image/etc/pki/a\n https://x/key\nsslcacert=/image/etc/ca.pem\nsslclientkey=ca.pem\n\n", repositories);
        Assert.Equal(["excludepkgs=a\nb", "proxy=http://p/"], main);
    }

    /// <summary>Folders as name=day, several by commas.</summary>
    [Theory]
    [InlineData("", "", "")]
    [InlineData("r-0123456789abcdef=1", "", "r-0123456789abcdef")]
    [InlineData("r-0123456789abcdef=1", "r-0123456789abcdef=1", "")]
    [InlineData("r-0123456789abcdef=2", "r-0123456789abcdef=1", "r-0123456789abcdef")]
    [InlineData("r-0123456789abcdef=1", "r-0123456789abcdef=2", "")]
    [InlineData("r-0123456789abcdef=1", "r-fedcba9876543210=2", "r-0123456789abcdef")]
    [InlineData("r=1,-0123456789abcdef=1,r-0123456789ABCDEF=1,r-0123=1", "", "")]
    public void A_repository_is_taken_over_where_the_system_is_newer(string system, string own, string copies) =>
        Assert.Equal(copies, string.Join(',', DnfSeeding.FoldersToCopy(Folders(system), Folders(own))));

    [Theory]
    [InlineData("r-0123456789abcdef", "r")]
    [InlineData("a-b.c-0123456789abcdef", "a-b.c")]
    [InlineData("r-0123456789abcdeg", null)]
    [InlineData("packages", null)]
    public void A_folder_tells_its_repository(string folder, string? id) => Assert.Equal(id, DnfSeeding.IdOf(folder));

    /// <summary>The list → whether subject-lib.noarch 1:2-1 is kept away, and by which entry.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("# comment\n\n", "")]
    [InlineData("subject-lib-0:1-1.*", "subject-lib-0:1-1.*")]
    [InlineData("subject-lib-1:2-1.*", "")]
    [InlineData("subject-lib-0:1-1.*\nsubject-lib-1:2-1.*", "")]
    [InlineData("subject-lib-1:2-*", "")]
    [InlineData("subject-lib-1*", "")]
    [InlineData("subject-lib-3*", "subject-lib-3*")]
    [InlineData("subject-*-0:1-1.*", "subject-*-0:1-1.*")]
    [InlineData("subject-0:1-1.*", "")]
    [InlineData("subject-lib", "")]
    [InlineData("other-0:1-1.*", "")]
    [InlineData("!subject-lib-1:2-1.*", "subject-lib-1:2-1.*")]
    [InlineData("!subject-lib-1:3-1.*", "")]
    [InlineData("subject-lib-1:2-1.*\n!subject-lib", "subject-lib")]
    public void A_lock_keeps_a_package_at_the_versions_that_it_names(string list, string entry)
    {
        string? reason = DnfVersionLocks.Parse(list, "/list").Reason(new DnfOffer { Name = "subject-lib", Architecture = "noarch", Version = "1:2-1", Repository = "base" });

        Assert.Equal(entry.Length == 0 ? null : $"versionlock keeps it away (entry '{entry}' of /list)", reason);
    }

    private static Dictionary<string, DateTimeOffset> Folders(string list) => list
        .Split([','], StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => folder.Split('='))
        .ToDictionary(folder => folder[0], folder => new DateTimeOffset(2026, 1, int.Parse(folder[1]), 0, 0, 0, TimeSpan.Zero));
}
