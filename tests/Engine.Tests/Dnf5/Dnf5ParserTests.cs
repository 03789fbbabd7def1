using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf5;

/// <summary>What dnf 5.2.12 prints of repositories, and what versionlock has in its file.</summary>
public sealed class Dnf5ParserTests
{
    private const string Refused = ">>> Curl error (7): Couldn't connect to server for http://g.example.invalid/repodata/repomd.xml [] - http://g.example.invalid/repodata/repomd.xml - repomd.xml      \n";
    private const string Tried = ">>> Librepo error: Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried      \n";

    [Fact]
    public void Repositories_are_read_with_their_names()
    {
        const string Output = """
            [
              {
                "id":"base",
                "name":"The \"base\"",
                "is_enabled":true
              },
              {
                "id":"gone",
                "name":"",
                "is_enabled":true
              }
            ]
            """;

        Assert.Equal([new("base", "The \"base\""), new("gone", "")], Dnf5RepositoryList.Parse(Output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("repo id repo name\n")]
    [InlineData("{}")]
    [InlineData("[{\"id\":\"base\"}]")]
    [InlineData("[{\"id\":1,\"name\":\"\"}]")]
    public void Another_list_of_repositories_is_an_error(string output) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => Dnf5RepositoryList.Parse(output)).ErrorId);

    /// <summary>Lines → those that take no part, each with its problem.</summary>
    [Theory]
    [InlineData(" Base name                              100% |   1.1 MiB/s |   4.6 KiB |  00m00s\n", "")]
    [InlineData(" Gone 100% | of us                      ???% |   0.0   B/s |   0.0   B |  00m00s\n" + Refused + Refused + Tried, "gone Unavailable Curl error (7): Couldn't connect to server for http://g.example.invalid/repodata/repomd.xml [] - http://g.example.invalid/repodata/repomd.xml - repomd.xml")]
    [InlineData(" Base name                              100% |   1.1 MiB/s |   4.6 KiB |  00m00s\n" + Refused, "")]
    [InlineData(" Base name                              100% |   0.0   B/s |   3.0 KiB |  00m00s\n>>> Curl error (37): Couldn't read a file:// file      \n>>> Librepo error: GPG verification is enabled, but GPG signature is not available.      \n", "base Untrusted GPG verification is enabled, but GPG signature is not available.")]
    [InlineData(" Twice                                  ???% |   0.0   B/s |   0.0   B |  00m00s\n" + Refused + Tried, "one Unavailable Curl error (7): Couldn't connect to server for http://g.example.invalid/repodata/repomd.xml [] - http://g.example.invalid/repodata/repomd.xml - repomd.xml;two Unavailable Curl error (7): Couldn't connect to server for http://g.example.invalid/repodata/repomd.xml [] - http://g.example.invalid/repodata/repomd.xml - repomd.xml")]
    public void Messages_tell_of_repositories_by_their_names(string lines, string expected)
    {
        KeyValuePair<string, string>[] repositories = [new("base", "Base name"), new("gone", "Gone 100% | of us"), new("one", "Twice"), new("two", "Twice")];

        DnfMessages messages = Dnf5Messages.Parse("Updating and loading repositories:\n" + lines + "Repositories loaded.\n", repositories);

        Assert.Equal(expected, string.Join(';', repositories.Where(repository => messages.IsIgnored(repository.Key)).Select(repository => $"{repository.Key} {messages.ProblemOf(repository.Key, out string words)} {words}")));
        Assert.Equal(expected.Length > 0, messages.IsAnyIgnored);
    }

    /// <summary>Entries as name|key comparator value|…, several by commas → whether lib 0:2-1 is kept away. All by dnf 5.2.12's own answers.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("lib|evr = 1-1", true)]
    [InlineData("lib|evr = 2-1", false)]
    [InlineData("lib|evr = 0:2-1", false)]
    [InlineData("lib|evr < 2-1", true)]
    [InlineData("lib|evr >= 2-1", false)]
    [InlineData("lib|evr != 2-1", true)]
    [InlineData("l*|evr = 1-1", true)]
    [InlineData("other|evr = 1-1", false)]
    [InlineData("lib", false)]
    [InlineData("lib|epoch = 1", true)]
    [InlineData("lib|epoch = 0", false)]
    [InlineData("lib|arch = x86_64", true)]
    [InlineData("lib|arch != x86_64", false)]
    [InlineData("lib|nonsense = 1", false)]
    [InlineData("lib|evr = 1-1|nonsense = 1", true)]
    [InlineData("lib|evr = 1-1,lib|evr = 2-1", false)]
    public void A_lock_keeps_a_package_at_the_versions_that_meet_its_conditions(string entries, bool isLocked)
    {
        string text = "version = \"1.0\"\n\n" + string.Concat(entries.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Entry));

        string? reason = Dnf5VersionLocks.Parse(text, "/list").Reason(new DnfOffer { Name = "lib", Architecture = "noarch", Version = "0:2-1", Repository = "base" });

        string first = entries.Split(',')[0];
        Assert.Equal(isLocked ? $"versionlock keeps it away (entry '{string.Join(" and ", first.Split('|').Skip(1).Select(condition => $"{first.Split('|')[0]} {condition}"))}' of /list)" : null, reason);

        static string Entry(string entry)
        {
            string[] parts = entry.Split('|');
            return $"[[packages]] # an entry\nname = \"{parts[0]}\" # its name\ncomment = 'by hand'\n" + string.Concat(parts.Skip(1).Select(part => part.Split(' ')).Select(words =>
                $"[[packages.conditions]]\nkey = \"{words[0]}\"\ncomparator = '{words[1]}'\nvalue = \"{words[2]}\"\n"));
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("version = \"1.0\"\npackages = [{name = \"lib\", conditions = []}]\n", true)]
    public void A_list_that_is_written_otherwise_is_left_to_dnf(string text, bool countInAnswers)
    {
        Dnf5VersionLocks locks = Dnf5VersionLocks.Parse(text, "/list");

        Assert.Equal(countInAnswers, locks.CountInAnswers);
        Assert.Null(locks.Reason(new DnfOffer { Name = "lib", Architecture = "noarch", Version = "0:2-1", Repository = "base" }));
    }

    [Fact]
    public void A_name_that_would_be_an_option_is_refused() =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => DnfDialect.Five.Named(["app", "--installroot=/"])).ErrorId);

    [Theory]
    [InlineData("app-0:2-1.noarch", false, "upgrade app-0:2-1.noarch")]
    [InlineData("app-0:2-1.noarch", true, "upgrade --downloadonly app-0:2-1.noarch")]
    public void Versions_stand_after_the_options_of_their_command(string version, bool onlyFetches, string command) =>
        Assert.Equal(command, string.Join(' ', DnfDialect.Five.Upgrade([version], onlyFetches)));
}
