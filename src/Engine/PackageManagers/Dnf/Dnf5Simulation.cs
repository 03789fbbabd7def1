using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what <c>dnf5 --assumeno upgrade</c> says that it would do. Pure.</summary>
internal static class Dnf5Simulation
{
    private const int MaximumProblemLines = 6;
    private const string Unresolved = "Failed to resolve the transaction:";
    private const string Hint = "You can try to add to command line:";
    private const string Problem = "Problem";

    /// <exception cref="PatchException">ToolFailed, ToolOutputNotUnderstood.</exception>
    public static TransactionSimulation Parse(ProcessResult result, DnfInstalled installed)
    {
        IReadOnlyList<string> unmatched = DnfSimulation.Unmatched(result.StandardError);
        if (unmatched.Count > 0)
            return DnfSimulation.Impossible($"dnf does not offer {string.Join(", ", unmatched)}");
        string[] lines = result.StandardOutput.Split('\n');
        if (result.ExitCode == 0 && Array.Exists(lines, line => line.StartsWith(DnfSimulation.Nothing, StringComparison.Ordinal)))
            return new TransactionSimulation { IsPossible = true };
        int end = Array.FindIndex(lines, line => line.StartsWith(DnfSimulation.Summary, StringComparison.Ordinal));
        if (end > 0 && result.StandardError.IndexOf(DnfSimulation.Aborted, StringComparison.Ordinal) >= 0)
            return new TransactionSimulation { IsPossible = true, Steps = DnfSimulation.ReadSteps(lines.Skip(1).Take(end - 1), installed) };
        return FindProblem(result.StandardError) is { Length: > 0 } problem ? DnfSimulation.Impossible(problem) : throw DnfFailure.Of("dnf5 upgrade", result);
    }

    private static string FindProblem(string errors) => SecretRedactor.Redact(string.Join("; ", errors.Split('\n')
        .SkipWhile(line => !line.StartsWith(Unresolved, StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => line.Length > 0 && !line.StartsWith(Hint, StringComparison.Ordinal))
        .Take(MaximumProblemLines)
        .Select(Words)));

    private static string Words(string line)
    {
        line = line.Trim();
        if (line.StartsWith("- ", StringComparison.Ordinal))
            return line.Substring(2);
        return line.StartsWith(Problem, StringComparison.Ordinal) && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and int colon ? line.Substring(colon + 2) : line;
    }
}
