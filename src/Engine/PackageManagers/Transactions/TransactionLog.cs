using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What changes a node writes its output to the log of the transaction.</summary>
internal static class TransactionLog
{
    /// <summary>A call whose output goes there.</summary>
    public static DetachedProcessRequest Request(
        TransactionOptions options, string tool, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string? shutdownReason, TimeSpan timeout)
    {
        string log = options.LogFile ?? throw new InvalidOperationException("A transaction that changes something needs a file for its log.");
        return new DetachedProcessRequest
        {
            Tool = tool,
            Arguments = arguments,
            Environment = environment,
            OutputFile = log,
            StatusFile = log + ".status",
            ShutdownReason = shutdownReason,
            Timeout = timeout,
        };
    }
}
