namespace PatchBaselineAssociation.IntegrationTests.Zypper;

internal static class ZypperSnapshot
{
    /// <summary>All files of a root. SQLite's index of a log that nobody writes to is made anew by whoever reads the database, rpm itself as well.</summary>
    public static IReadOnlyList<string> Snapshot(this ZypperRoot root) => [.. FolderSnapshot.Of(root.Path).Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal))];
}
