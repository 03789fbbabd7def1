using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>What yum says of its repositories on its way, in its standard error. Whether one answered its cache tells; this finds the words for why it did not. Pure.</summary>
internal sealed class YumMessages
{
    private const string Unknown = "yum could not fetch its metadata.";
    private const string Failure = "failure: ";
    private const string FailureFrom = " from ";
    private const string Signature = "signature could not be verified for ";
    private const string Errno = ": [Errno ";
    private const string MirrorList = "Could not retrieve mirrorlist ";

    private readonly string[] _lines;

    private YumMessages(string[] lines) => _lines = lines;

    public static YumMessages Parse(string errors) => new([.. errors.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)]);

    /// <summary>Why a repository did not answer.</summary>
    public RepositoryStatus ProblemOf(YumRepository repository, out string message)
    {
        if (Array.Find(_lines, line => EndsWithId(line, Signature, repository.Id)) is { } unsigned)
        {
            message = SecretRedactor.Redact(unsigned);
            return RepositoryStatus.Untrusted;
        }

        message = SecretRedactor.Redact(Array.Find(_lines, line => NamesInFailure(line, repository.Id) || IsOfAddress(line, repository)) ?? Unknown);
        return RepositoryStatus.Unavailable;
    }

    private static bool EndsWithId(string line, string words, string id)
    {
        int start = line.IndexOf(words, StringComparison.Ordinal);
        if (start < 0)
            return false;
        string rest = line.Substring(start + words.Length);
        return rest.StartsWith(id, StringComparison.Ordinal) && (rest.Length == id.Length || !IsOfId(rest[id.Length]));
    }

    private static bool NamesInFailure(string line, string id) =>
        line.StartsWith(Failure, StringComparison.Ordinal) && line.IndexOf($"{FailureFrom}{id}: ", StringComparison.Ordinal) > 0;

    /// <summary>yum tells of an address, whose variables have their values there: what stands before the first of them has to be the same, and at least the server.</summary>
    private static bool IsOfAddress(string line, YumRepository repository)
    {
        bool isFailure = line.IndexOf(Errno, StringComparison.Ordinal) > 0;
        bool isMirrorList = line.StartsWith(MirrorList, StringComparison.Ordinal);
        if (!isFailure && !isMirrorList)
            return false;
        string address = isMirrorList ? line.Substring(MirrorList.Length) : line;
        return repository.Addresses.Select(Fixed).Any(start => start.Length > 0 && address.StartsWith(start, StringComparison.Ordinal));
    }

    private static string Fixed(string address)
    {
        int dollar = address.IndexOf('$');
        string start = dollar < 0 ? address.TrimEnd('/') : address.Substring(0, dollar);
        int host = start.IndexOf("://", StringComparison.Ordinal);
        return host >= 0 && start.IndexOf('/', host + 3) > 0 ? start : "";
    }

    private static bool IsOfId(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':';
}
