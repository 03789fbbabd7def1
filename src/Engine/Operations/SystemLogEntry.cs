using System.Globalization;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>What the machine's log is told of a run.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Number">Tells the kinds of entries apart.</param>
/// <param name="Message">One line.</param>
public sealed record SystemLogEntry(SystemLogLevel Level, int Number, string Message)
{
    public const int ScanDone = 100;
    public const int InstallDone = 110;
    public const int RunFailed = 120;

    public static SystemLogEntry Of(PatchOperationResult result)
    {
        bool isCompliant = result.Compliance == PatchCompliance.Compliant;
        string restart = result.Restart == RestartStatus.NotNeeded ? "" : $" Restart: {result.Restart}.";
        return new SystemLogEntry(
            result.FailedCount > 0 ? SystemLogLevel.Error : isCompliant ? SystemLogLevel.Information : SystemLogLevel.Warning,
            result.Operation == PatchOperation.Scan ? ScanDone : InstallDone,
            $"{result.Operation} of {result.NodeId} by baseline {(result.BaselineName.Length == 0 ? result.BaselineId : result.BaselineName)}: {result.Compliance}. "
                + $"Installed {Text(result.InstalledCount)}, pending restart {Text(result.InstalledPendingRebootCount)}, missing {Text(result.MissingCount)}, failed {Text(result.FailedCount)}, "
                + $"rejected {Text(result.InstalledRejectedCount)}. Exit code {Text(result.ExitCode)}.{restart}");
    }

    public static SystemLogEntry Of(PatchOperation operation, PatchException failure) =>
        new(SystemLogLevel.Error, RunFailed, $"{operation} failed ({failure.ErrorId}): {PrintableText.Of(failure.Message)}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
