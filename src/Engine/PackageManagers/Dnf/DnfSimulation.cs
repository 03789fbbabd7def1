using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what <c>dnf --assumeno upgrade</c> says that it would do. Pure.</summary>
internal static class DnfSimulation
{
    private const int MaximumProblemLines = 6;
    private const string NoMatch = "No match for argument: ";
    private const string Replacing = "replacing ";
    internal const string Summary = "Transaction Summary";
    private const string Heading = "Dependencies resolved.";
    internal const string Nothing = "Nothing to do.";
    internal const string Aborted = "Operation aborted";

    /// <summary>Others are of what is skipped, and of modules: no packages that change.</summary>
    private static readonly HashSet<string> s_sections = new(StringComparer.Ordinal)
    {
        "Downgrading", "Installing", "Installing dependencies", "Installing group/module packages", "Installing weak dependencies", "Reinstalling", "Removing",
        "Removing dependent packages", "Removing unused dependencies", "Upgrading",
    };

    /// <summary>What dnf knows nothing of, as it was asked for it.</summary>
    public static IReadOnlyList<string> Unmatched(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith(NoMatch, StringComparison.Ordinal)).Select(line => line.Substring(NoMatch.Length).Trim())];

    /// <exception cref="PatchException">ToolFailed, ToolOutputNotUnderstood.</exception>
    public static TransactionSimulation Parse(ProcessResult result, DnfInstalled installed)
    {
        string[] lines = result.StandardOutput.Split('\n');
        IReadOnlyList<string> unmatched = Unmatched(result.StandardOutput);
        if (unmatched.Count > 0)
            return Impossible($"dnf does not offer {string.Join(", ", unmatched)}");
        if (result.ExitCode == 0 && Array.Exists(lines, line => line.StartsWith(Nothing, StringComparison.Ordinal)))
            return new TransactionSimulation { IsPossible = true };
        int start = Array.FindIndex(lines, line => line.StartsWith(Heading, StringComparison.Ordinal));
        int end = Array.FindIndex(lines, line => line.StartsWith(Summary, StringComparison.Ordinal));
        if (start >= 0 && end > start && result.StandardError.IndexOf(Aborted, StringComparison.Ordinal) >= 0)
            return new TransactionSimulation { IsPossible = true, Steps = ReadSteps(lines.Skip(start + 1).Take(end - start - 1), installed) };
        return Problem(result.StandardError) is { Length: > 0 } problem ? Impossible(problem) : throw DnfFailure.Of("dnf upgrade", result);
    }

    /// <summary>The words after <c>Problem:</c>, on one line.</summary>
    private static string Problem(string errors)
    {
        IEnumerable<string> words = errors.Split('\n')
            .SkipWhile(line => !line.TrimStart().StartsWith("Problem", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .TakeWhile(line => line.Length > 0)
            .Take(MaximumProblemLines)
            .Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line.Substring(2) : line.Substring(line.IndexOf(": ", StringComparison.Ordinal) + 2));
        return SecretRedactor.Redact(string.Join("; ", words));
    }

    internal static List<PackageStep> ReadSteps(IEnumerable<string> lines, DnfInstalled installed)
    {
        List<PackageStep> steps = [];
        List<PackageStep> removals = [];
        string section = "";
        foreach (string line in lines)
        {
            if (line.Length == 0 || line[0] == '=')
                continue;
            if (line[0] != ' ')
            {
                section = line.TrimEnd().TrimEnd(':');
                continue;
            }

            string text = line.Trim();
            if (section.Length == 0)
                continue; // The heading of the columns.
            if (text.StartsWith(Replacing, StringComparison.Ordinal))
                removals.Add(Replaced(text.Substring(Replacing.Length), line));
            else if (s_sections.Contains(section) && Read(section, text.Split([' '], StringSplitOptions.RemoveEmptyEntries), line, installed) is var step)
                (step.Kind == PackageStepKind.Remove ? removals : steps).Add(step);
        }

        // Of packages that are kept beside each other, the oldest goes when one more comes: that is the system's own housekeeping.
        HashSet<string> coming = new(steps.Select(step => step.Id), StringComparer.Ordinal);
        steps.AddRange(removals.Where(step => !coming.Contains(step.Id)));
        return steps;
    }

    private static PackageStep Read(string section, string[] words, string line, DnfInstalled installed)
    {
        if (words.Length < 5)
            throw NotUnderstood(line);
        string version = WithEpoch(words[2]);
        string architecture = installed.ArchitectureOf(words[0], words[1]);
        string before = installed.Find(words[0], architecture)?.Version ?? "";
        PackageStep step = new() { Kind = PackageStepKind.Upgrade, Name = words[0], Architecture = architecture, InstalledVersion = before, Version = version };
        switch (section)
        {
            case "Reinstalling":
                return step with { Kind = PackageStepKind.Reinstall };
            case "Downgrading":
                return step with { Kind = PackageStepKind.Downgrade };
            case "Removing" or "Removing dependent packages":
                return step with { Kind = PackageStepKind.Remove, InstalledVersion = version, Version = "" };
            case "Removing unused dependencies":
                return step with { Kind = PackageStepKind.Remove, InstalledVersion = version, Version = "", IsUnneeded = true };
            default:
                return before.Length == 0 ? step with { Kind = PackageStepKind.Install } : step;
        }
    }

    /// <summary>What takes its place has what it had, as its publisher says. dnf 5 has a column for each part, and names old versions, too.</summary>
    private static PackageStep Replaced(string text, string line)
    {
        string[] words = text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 5)
            words = [$"{words[0]}.{words[1]}", words[2]];
        int dot = words.Length == 2 ? words[0].LastIndexOf('.') : -1;
        if (dot <= 0)
            throw NotUnderstood(line);
        return new PackageStep
        {
            Kind = PackageStepKind.Remove,
            Name = words[0].Substring(0, dot),
            Architecture = words[0].Substring(dot + 1),
            InstalledVersion = WithEpoch(words[1]),
            IsUnneeded = true,
        };
    }

    private static string WithEpoch(string version) => version.IndexOf(':') < 0 ? "0:" + version : version;

    internal static TransactionSimulation Impossible(string problem) => new() { IsPossible = false, Problem = problem };

    private static PatchException NotUnderstood(string line) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"dnf's plan has a line that is not understood: {QuotedText.Quote(line)}.",
        "dnf",
        "Look at what 'dnf --assumeno upgrade' prints.");
}
