using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Turns the failure of dnf or rpm into an error with the tool's own words.</summary>
internal static class DnfFailure
{
    private const string Locked = "database is locked";
    private const int MaximumMessageLines = 8;
    private static readonly string[] s_progress = ["Updating and loading repositories:", "Repositories loaded.", "No matches were found for the following plugin name patterns"];
    private static readonly string[] s_marks = ["Error:", "Config error:", "Invalid configuration value:", "Command line error:"];

    public static PatchException Of(string command, ProcessResult result)
    {
        string[] lines = [.. result.StandardError.Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Where(line => !Array.Exists(s_progress, start => line.StartsWith(start, StringComparison.Ordinal)))];
        string[] errors = [.. lines.Where(line => Array.Exists(s_marks, mark => line.StartsWith(mark, StringComparison.Ordinal)))];
        string message = Join(errors.Length > 0 ? errors : lines);
        return new PatchException(
            ErrorIds.ToolFailed,
            ErrorKind.InvalidResult,
            $"'{command}' failed with exit code {result.ExitCode}: {(message.Length == 0 ? "it said nothing." : message)}",
            command);
    }

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

    private static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(" ", lines.Take(MaximumMessageLines))).Trim();
}
