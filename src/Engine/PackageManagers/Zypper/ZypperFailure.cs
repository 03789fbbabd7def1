using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Turns the failure of zypper into an error with its own words.</summary>
internal static class ZypperFailure
{
    private const int MaximumMessages = 4;

    public static PatchException Of(string command, ProcessResult result, ZypperOutput output)
    {
        if (ZypperReport.FindFullDisk(string.Join("\n", output.Messages.Select(Flat)) + "\n" + result.StandardError) is { } full)
            return RpmFailure.DiskFull("zypper", full);
        string words = Words(output);
        if (words.Length == 0)
            words = SecretRedactor.Redact(string.Join(" ", result.StandardError.Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Take(MaximumMessages))).Trim();
        return result.ExitCode == (int)ZypperExitCode.Locked
            ? Busy(words)
            : new PatchException(
                ErrorIds.ToolFailed,
                ErrorKind.InvalidResult,
                $"'{command}' failed with exit code {result.ExitCode} ({ZypperExitCodes.Describe(result.ExitCode)}): {(words.Length == 0 ? "it said nothing." : words)}",
                command);
    }

    public static PatchException Busy(string what) => new(
        ErrorIds.PackageManagerBusy,
        ErrorKind.ResourceBusy,
        $"Another process uses the package manager: {what.TrimEnd('.')}. Nothing was installed.",
        "zypper",
        "Wait for it to end, or wait longer with -LockTimeout.");

    /// <summary>zypper's errors on one line; empty where it told of none.</summary>
    public static string Words(ZypperOutput output) => SecretRedactor.Redact(string.Join(
        " ",
        output.Messages.Where(message => message.IsError).Take(MaximumMessages).Select(Flat)));

    private static string Flat(ZypperMessage message) => string.Join(" ", message.Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
