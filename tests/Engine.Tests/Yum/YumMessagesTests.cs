using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Yum;

namespace PatchBaselineAssociation.Tests.Yum;

/// <summary>What yum 3.4.3 says of a repository that does not answer.</summary>
public sealed class YumMessagesTests
{
    private const string NotFound = "http://mirror.example.invalid/centos/7/os/x86_64/repodata/repomd.xml: [Errno 14] HTTP Error 404 - Not Found";

    [Theory]
    [InlineData("http://mirror.example.invalid/centos/$releasever/os/$basearch/", NotFound + "\nTrying other mirror.\n", NotFound)]
    [InlineData("http://mirror.example.invalid/centos/7/os/x86_64/", NotFound + "\n", NotFound)]
    [InlineData("http://mirror.example.invalid/fedora/7/os/x86_64/", NotFound + "\n", "yum could not fetch its metadata.")]
    [InlineData("http://$server/centos/", NotFound + "\n", "yum could not fetch its metadata.")]
    [InlineData("", "failure: repodata/repomd.xml from other: [Errno 256] No more mirrors to try.\nfailure: repodata/repomd.xml from r: [Errno 256] No more mirrors to try.\n", "failure: repodata/repomd.xml from r: [Errno 256] No more mirrors to try.")]
    [InlineData("https://mirrors.example.invalid/list?arch=$basearch", "Could not retrieve mirrorlist https://mirrors.example.invalid/list?arch=x86_64 error was\n14: curl#6 - \"Could not resolve host\"\n", "Could not retrieve mirrorlist https://mirrors.example.invalid/list?arch=x86_64 error was")]
    [InlineData("https://user:secret@host.example.invalid/r/", "https://user:secret@host.example.invalid/r/repodata/repomd.xml: [Errno 14] HTTPS Error 403 - Forbidden\n", "https://***@host.example.invalid/r/repodata/repomd.xml: [Errno 14] HTTPS Error 403 - Forbidden")]
    [InlineData("http://a.example.invalid/x", "", "yum could not fetch its metadata.")]
    public void The_words_of_the_repository_are_found(string address, string errors, string message)
    {
        RepositoryStatus status = YumMessages.Parse(errors).ProblemOf(new YumRepository("r", address.Length == 0 ? [] : [address]), out string actual);

        Assert.Equal((RepositoryStatus.Unavailable, message), (status, actual));
    }

    [Theory]
    [InlineData("r", RepositoryStatus.Untrusted)]
    [InlineData("r-more", RepositoryStatus.Unavailable)]
    [InlineData("ar", RepositoryStatus.Unavailable)]
    public void A_wrong_signature_is_not_a_missing_repository(string id, RepositoryStatus status)
    {
        string errors = $"http://x.example.invalid/y/repodata/repomd.xml: [Errno -1] repomd.xml signature could not be verified for {id}\nTrying other mirror.\n";

        Assert.Equal(status, YumMessages.Parse(errors).ProblemOf(new YumRepository("r", []), out _));
    }
}
