using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Turns the failure of a tool of apt's or dpkg's into an error with the tool's own words.</summary>
internal static class AptFailure
{
    private const int MaximumMessageLines = 8;

    public static PatchException Of(string command, ProcessResult result, string root, string? errorId = null, ErrorKind kind = ErrorKind.InvalidResult, string? action = null)
    {
        string[] lines = result.StandardError.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        string[] errors = lines.Where(line => line.StartsWith("E: ", StringComparison.Ordinal) || line.IndexOf("error:", StringComparison.Ordinal) >= 0).ToArray();
        string message = SecretRedactor.Redact(string.Join(" ", (errors.Length > 0 ? errors : lines).Take(MaximumMessageLines))).Trim();
        message = AptAdvice.ForSystem(message, root);
        bool isBroken = IsBrokenDatabase(message);
        return new PatchException(
            errorId ?? (isBroken ? ErrorIds.PackageDatabaseBroken : ErrorIds.ToolFailed),
            errorId is null && isBroken ? ErrorKind.InvalidData : kind,
            $"'{command}' failed with exit code {result.ExitCode}: {(message.Length == 0 ? "it said nothing." : message)}",
            command,
            action ?? (isBroken ? AptAdvice.MendDatabase(root) : null));
    }

    private static bool IsBrokenDatabase(string message) =>
        message.IndexOf("parsing file", StringComparison.Ordinal) >= 0
        || message.IndexOf("Unable to parse", StringComparison.Ordinal) >= 0
        || message.IndexOf("Problem parsing", StringComparison.Ordinal) >= 0
        || message.IndexOf("could not be parsed or opened", StringComparison.Ordinal) >= 0
        || message.IndexOf("Encountered a section with no Package", StringComparison.Ordinal) >= 0
        || message.IndexOf("Malformed", StringComparison.Ordinal) >= 0
        || message.IndexOf("could not be read", StringComparison.Ordinal) >= 0;
}
