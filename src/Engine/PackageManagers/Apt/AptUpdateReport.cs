using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What <c>apt-get update</c> said.</summary>
internal sealed class AptUpdateReport
{
    private static readonly string[] s_untrusted = ["is not signed", "is no longer signed", "GPG error", "NO_PUBKEY", "couldn't be verified", "invalid signature", "signatures were invalid"];
    private static readonly string[] s_expired = ["is expired", "is not valid yet", "Valid-Until"];

    private readonly List<string> _problems;

    private AptUpdateReport(List<string> problems) => _problems = problems;

    /// <summary>apt's lines of trouble, errors before warnings.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether another process has the lock of the lists folder.</summary>
    public bool IsLocked => _problems.Exists(problem => problem.IndexOf("Could not get lock", StringComparison.Ordinal) >= 0
        || problem.IndexOf("Unable to lock", StringComparison.Ordinal) >= 0);

    public bool IsDiskFull => _problems.Exists(problem => problem.IndexOf("No space left on device", StringComparison.Ordinal) >= 0
        || problem.IndexOf("don't have enough free space", StringComparison.Ordinal) >= 0);

    public static AptUpdateReport Parse(string output, string errors)
    {
        List<string> problems = [];
        problems.AddRange(Lines(errors).Where(line => line.StartsWith("E: ", StringComparison.Ordinal)));
        string? failing = null;
        foreach (string line in Lines(output))
        {
            if (line.StartsWith("Err:", StringComparison.Ordinal))
                failing = line;
            else if (failing is not null && line.StartsWith(" ", StringComparison.Ordinal))
                problems.Add($"{failing}: {line.Trim()}");
            else
                failing = null;
        }

        problems.AddRange(Lines(errors).Where(line => line.StartsWith("W: ", StringComparison.Ordinal)));
        return new AptUpdateReport(problems);
    }

    /// <summary>How the refresh of a repository went, with the first message about it.</summary>
    public RepositoryStatus StatusOf(AptRepository repository, out string message)
    {
        string[] problems = _problems.Where(repository.IsNamedIn).ToArray();
        message = problems.Length == 0 ? "" : problems[0];
        if (problems.Length == 0)
            return RepositoryStatus.Current;
        if (Find(problems, s_untrusted) is { } untrusted)
        {
            message = untrusted;
            return RepositoryStatus.Untrusted;
        }

        if (Find(problems, s_expired) is { } expired)
        {
            message = expired;
            return RepositoryStatus.Expired;
        }

        return Array.Exists(problems, problem => problem.StartsWith("E", StringComparison.Ordinal) || problem.IndexOf("Failed to fetch", StringComparison.Ordinal) >= 0)
            ? RepositoryStatus.Unavailable
            : RepositoryStatus.Current;
    }

    private static string? Find(string[] problems, string[] marks) =>
        Array.Find(problems, problem => Array.Exists(marks, mark => problem.IndexOf(mark, StringComparison.Ordinal) >= 0));

    private static string[] Lines(string text) => text.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
}
