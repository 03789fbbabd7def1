using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Calls of rpm, and of the package manager that stands on it.</summary>
/// <param name="processes">Runs them.</param>
/// <param name="manager">The package manager, as it is called.</param>
/// <param name="root">The system that is asked about.</param>
/// <param name="database">rpm's database folder where it is not that of this machine; otherwise null.</param>
internal sealed class RpmCalls(IProcessRunner processes, string manager, string root, string? database)
{
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is installed, by <see cref="RpmQuery.Format"/>.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken, PackageManagerBusy, PackageManagerMissing.</exception>
    public async Task<string> QueryDatabaseAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await ReadDatabaseAsync(timeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> problems = RpmQuery.Problems(result.StandardError);
        return result.ExitCode == 0 && problems.Count == 0
            ? Complete("rpm", result)
            : throw RpmFailure.OfDatabase(root, problems.Count > 0 ? problems : [result.StandardError.Trim()]);
    }

    /// <summary>The files of installed packages, one a line.</summary>
    public Task<string> ListFilesAsync(IEnumerable<string> packages, TimeSpan timeout, CancellationToken cancellationToken) =>
        QueryAsync(["--list", "--", .. packages], timeout, cancellationToken);

    /// <summary>What rpm says of installed packages.</summary>
    public async Task<string> QueryAsync(IEnumerable<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await RunAsync("rpm", [.. Place, "--query", .. arguments], s_none, timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>Arguments of a call that takes versions away of which newer ones are there: what an update that was cut off had still to do.</summary>
    public IReadOnlyList<string> EraseArguments(IEnumerable<string> versions) => [.. database is null ? [] : (string[])["--root", root], "--erase", "--nodeps", "--", .. versions];

    /// <summary>Runs a tool.</summary>
    /// <exception cref="PatchException">PackageManagerMissing.</exception>
    public async Task<ProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await processes.RunAsync(new ProcessRequest { Tool = tool, Arguments = arguments, Environment = environment, Timeout = timeout }, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolMissing, StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.PackageManagerMissing,
                ErrorKind.NotInstalled,
                $"The package manager {manager} is not on this system: {e.Message}",
                tool,
                $"Install {manager} and rpm, or scan a system that has them.",
                e);
        }
    }

    /// <summary>The answer of the package manager, which tells of rpm's database as well.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken, PackageManagerBusy; ToolOutputNotUnderstood: it may be cut.</exception>
    public ProcessResult Checked(ProcessResult result)
    {
        CheckDatabase(result);
        Complete(manager, result);
        return result;
    }

    /// <exception cref="PatchException">PackageDatabaseBroken, PackageManagerBusy.</exception>
    public void CheckDatabase(ProcessResult result)
    {
        IReadOnlyList<string> problems = RpmQuery.Problems(result.StandardError);
        if (problems.Count > 0)
            throw RpmFailure.OfDatabase(root, problems);
    }

    private async Task<ProcessResult> ReadDatabaseAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync("rpm", [.. Place, "--query", "--all", "--queryformat", RpmQuery.Format], s_none, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolTimedOut, StringComparison.Ordinal))
        {
            throw RpmFailure.NoAnswer(root, timeout, e);
        }
    }

    private string[] Place => database is null ? [] : ["--dbpath", database];

    private static string Complete(string tool, ProcessResult result) => !result.IsOutputIncomplete
        ? result.StandardOutput
        : throw new PatchException(
            ErrorIds.ToolOutputNotUnderstood,
            ErrorKind.InvalidResult,
            $"'{tool}' ended, but something that it started keeps its output open: what it said may be cut.",
            tool,
            "Scan again.");
}
