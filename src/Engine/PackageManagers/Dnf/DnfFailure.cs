using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Turns the failure of dnf or rpm into an error with the tool's own words.</summary>
internal static class DnfFailure
{
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

    private static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(" ", lines.Take(MaximumMessageLines))).Trim();
}
