using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What is the same of all package managers that stand on rpm when something is missing or broken.</summary>
internal static class RpmFailure
{
    private const string Locked = "database is locked";
    private const int MaximumMessageLines = 8;

    /// <summary>rpm's database cannot be read.</summary>
    /// <param name="root">The system.</param>
    /// <param name="problems">rpm's own words.</param>
    public static PatchException OfDatabase(string root, IReadOnlyList<string> problems) => problems.Any(problem => problem.IndexOf(Locked, StringComparison.Ordinal) >= 0)
        ? new PatchException(
            ErrorIds.PackageManagerBusy,
            ErrorKind.ResourceBusy,
            $"Another process has rpm's database of '{root}' to itself: {Join(problems)} Nothing was changed.",
            root,
            "Wait for it to end, and run again.")
        : new PatchException(
            ErrorIds.PackageDatabaseBroken,
            ErrorKind.InvalidData,
            $"rpm's database of '{root}' cannot be read: {Join(problems)}",
            root,
            $"Check it with 'rpm --root {root} --verifydb', and build it anew with 'rpm --root {root} --rebuilddb'.");

    /// <summary>rpm was killed while it read its database: it waits for ever where another process has locked the file.</summary>
    public static PatchException NoAnswer(string root, TimeSpan timeout, Exception cause) => new(
        ErrorIds.PackageManagerBusy,
        ErrorKind.ResourceBusy,
        $"rpm did not read its database of '{root}' within {timeout.TotalSeconds:0} s: probably another process has it to itself. Nothing was changed.",
        root,
        "Find out who uses the database's file ('lslocks', 'fuser'), wait for it to end, and run again.",
        cause);

    /// <param name="manager">The package manager, as it is called.</param>
    /// <param name="root">The system.</param>
    /// <param name="folder">Where it keeps the files of repositories.</param>
    public static PatchException NoRepositories(string manager, string root, string folder) => new(
        ErrorIds.PackageListsMissing,
        ErrorKind.ObjectNotFound,
        $"{manager} has no enabled repository on '{root}': there is nothing to compare the installed packages with.",
        root,
        $"Enable one in {root.TrimEnd('/')}/{folder}.");

    /// <summary>There is nothing to compare the packages with.</summary>
    /// <param name="root">The system.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="repositories">How the repositories are.</param>
    /// <param name="fetching">The command that fetches the metadata of the system's own repositories; null where that would be of no use.</param>
    public static PatchException NoMetadata(string root, InventoryOptions options, IReadOnlyList<Inventories.RepositoryHealth> repositories, string? fetching) => options.Refresh
        ? new PatchException(
            ErrorIds.PackageListsMissing,
            ErrorKind.ConnectionError,
            $"No metadata of any repository could be fetched, and none is on the node: {string.Join(" ", repositories.Take(3).Select(repository => $"{repository.Name}: {repository.Message.TrimEnd('.')}."))}",
            root,
            options.Sources.Count > 0 ? "Check the network, the proxy and the sources of the baseline." : "Check the network, the proxy and the repositories.")
        : new PatchException(
            ErrorIds.PackageListsMissing,
            ErrorKind.ObjectNotFound,
            $"There is no metadata of any repository {(options.Sources.Count > 0 ? "of the baseline's sources " : "")}on the node, and none was to be fetched.",
            root,
            fetching is not null && options.Sources.Count == 0 ? $"Scan without -NoRefresh, or run '{fetching}' first." : "Scan without -NoRefresh.");

    /// <param name="manager">The package manager, as it is called.</param>
    /// <param name="words">What it said.</param>
    public static PatchException DiskFull(string manager, string words) => new(
        ErrorIds.DiskFull, ErrorKind.WriteError, $"There is no room on the disk: {words.TrimEnd('.')}. Nothing was installed.", manager, "Make room there, and run again.");

    private static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(" ", lines.Take(MaximumMessageLines))).Trim();
}
