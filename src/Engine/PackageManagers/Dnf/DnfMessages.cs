using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What dnf says of its repositories on its way, in its standard error.</summary>
internal sealed class DnfMessages
{
    private const string Failed = "Error: Failed to download metadata for repo '";
    private const string NotCached = "Error: Cache-only enabled but no cache for '";
    private const string Details = "Errors during downloading metadata for repository '";
    private const string Detail = "  - ";
    private const string Ignored = "Ignoring repositories: ";
    private const string Skipped = "Warning: failed loading '";
    private const string BadId = "Bad id for repo: ";
    private const string Byte = ", byte = ";
    private const string Repository = "Repository '";
    private const string BadSetting = ": Error parsing config: ";
    private const string Signature = "GPG";

    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly List<string> _skippedFiles = [];
    private readonly List<KeyValuePair<string, string>> _rejected = [];

    /// <summary>Files of repositories that dnf did not read at all.</summary>
    public IReadOnlyList<string> SkippedFiles => _skippedFiles;

    /// <summary>Repositories that dnf does not take for any, with its words: it lists them nowhere.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rejected => _rejected;

    /// <summary>Whether a repository took no part.</summary>
    public bool IsAnyIgnored => _ignored.Count > 0;

    public static DnfMessages Parse(string errors)
    {
        DnfMessages messages = new();
        Dictionary<string, string> details = new(StringComparer.Ordinal);
        string? detailsOf = null;
        foreach (string line in errors.Split('\n'))
        {
            if (Quoted(line, Details) is { } repository)
            {
                detailsOf = repository;
            }
            else if (detailsOf is not null && line.StartsWith(Detail, StringComparison.Ordinal))
            {
                if (!details.ContainsKey(detailsOf))
                    details.Add(detailsOf, line.Substring(Detail.Length).Trim());
            }
            else if (Quoted(line, Failed) is { } failed)
            {
                messages._problems[failed] = line.Substring(line.IndexOf("': ", StringComparison.Ordinal) + 3).Trim();
            }
            else if (Quoted(line, NotCached) is { } notCached)
            {
                messages._problems[notCached] = "No metadata of it is on the node.";
            }
            else if (line.StartsWith(Ignored, StringComparison.Ordinal))
            {
                messages._ignored.UnionWith(line.Substring(Ignored.Length).Split(',').Select(id => id.Trim()));
            }
            else if (Quoted(line, Skipped) is { } file)
            {
                messages._skippedFiles.Add(file);
            }
            else if (Rejection(line) is { } rejected)
            {
                messages._rejected.Add(new KeyValuePair<string, string>(rejected, line.Trim()));
            }
        }

        // The first thing that went wrong says more than that all of them did, but not more than a signature that is missing or wrong.
        foreach (KeyValuePair<string, string> detail in details)
        {
            if (!messages._problems.TryGetValue(detail.Key, out string? problem) || !IsOfSignature(problem))
                messages._problems[detail.Key] = detail.Value;
        }

        return messages;
    }

    /// <summary>Adds a repository that could not be had, and takes no part.</summary>
    public void AddFailed(string repository, string message)
    {
        _ignored.Add(repository);
        if (message.Length > 0)
            _problems[repository] = message;
    }

    public bool IsIgnored(string repository) => _ignored.Contains(repository);

    public RepositoryStatus? ProblemOf(string repository, out string message)
    {
        if (!_problems.TryGetValue(repository, out string? problem))
        {
            message = "";
            return IsIgnored(repository) ? RepositoryStatus.Unavailable : null;
        }

        message = problem;
        return IsOfSignature(problem) ? RepositoryStatus.Untrusted : RepositoryStatus.Unavailable;
    }

    internal static bool IsOfSignature(string problem) => problem.IndexOf(Signature, StringComparison.Ordinal) >= 0;

    private static string? Rejection(string line)
    {
        if (line.StartsWith(BadId, StringComparison.Ordinal) && line.LastIndexOf(Byte, StringComparison.Ordinal) is > 0 and int end)
            return line.Substring(BadId.Length, end - BadId.Length);
        return line.IndexOf(BadSetting, StringComparison.Ordinal) > 0 ? Quoted(line, Repository) : null;
    }

    private static string? Quoted(string line, string start)
    {
        if (!line.StartsWith(start, StringComparison.Ordinal))
            return null;
        int end = line.IndexOf('\'', start.Length);
        return end < 0 ? null : line.Substring(start.Length, end - start.Length);
    }
}
