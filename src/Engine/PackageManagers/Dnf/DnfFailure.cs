using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Turns the failure of dnf or rpm into an error with the tool's own words.</summary>
internal static class DnfFailure
{
    private const int MaximumMessageLines = 8;
    private const int SignalBase = 128;
    private static readonly string[] s_progress = ["Updating and loading repositories:", "Repositories loaded.", "No matches were found for the following plugin name patterns"];
    private static readonly string[] s_marks = ["Error:", "Config error:", "Invalid configuration value:", "Command line error:"];

    public static PatchException Of(string command, ProcessResult result)
    {
        string[] lines = [.. result.StandardError.Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Where(line => !Array.Exists(s_progress, start => line.StartsWith(start, StringComparison.Ordinal)))];
        string[] errors = [.. lines.Where(line => Array.Exists(s_marks, mark => line.StartsWith(mark, StringComparison.Ordinal)))];
        string message = Join(errors.Length > 0 ? errors : lines);
        string said = message.Length == 0 ? "it said nothing." : message;
        return result.ExitCode > SignalBase
            ? new PatchException(
                ErrorIds.ToolFailed,
                ErrorKind.InvalidResult,
                $"'{command}' crashed (signal {result.ExitCode - SignalBase}): {said}",
                command,
                "Metadata that dnf does not expect may do that: ask for the repositories one by one ('dnf --repo=id makecache'), and turn the one off that it is.")
            : new PatchException(ErrorIds.ToolFailed, ErrorKind.InvalidResult, $"'{command}' failed with exit code {result.ExitCode}: {said}", command);
    }

    private static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(" ", lines.Take(MaximumMessageLines))).Trim();
}
