using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Reads what <c>yum --assumeno update-to</c> says that it would do. Pure.</summary>
internal static class YumSimulation
{
    private const int MaximumProblemLines = 6;
    private const int FieldCount = 5;
    private const string Replacing = "replacing";
    private const string Summary = "Transaction Summary";
    private const string Heading = "Dependencies Resolved";
    private const string Declined = "Exiting on user command";
    private const string Error = "Error: ";

    /// <summary>Newer and older words for what yum knows nothing of.</summary>
    private static readonly string[] s_noMatch = ["No Match for argument: ", "No package "];

    private const string NoMatchEnd = " available.";

    private static readonly string[] s_nothing = ["No packages marked for update", "No Packages marked for Update", "Nothing to do"];

    /// <summary>Others are of what is skipped: no packages that change.</summary>
    private static readonly HashSet<string> s_sections = new(StringComparer.Ordinal)
    {
        "Downgrading", "Installing", "Installing for dependencies", "Reinstalling", "Removing", "Removing for dependencies", "Updating", "Updating for dependencies",
    };

    /// <summary>What yum knows nothing of, as it was asked for it.</summary>
    public static IReadOnlyList<string> Unmatched(ProcessResult result) =>
        [.. (result.StandardError + "\n" + result.StandardOutput).Split('\n').Select(NoMatch).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <exception cref="PatchException">ToolFailed, ToolOutputNotUnderstood.</exception>
    public static YumPlan Parse(ProcessResult result, DnfInstalled installed)
    {
        IReadOnlyList<string> unmatched = Unmatched(result);
        if (unmatched.Count > 0)
            return YumPlan.Impossible($"yum does not offer {string.Join(", ", unmatched)}");
        string[] lines = result.StandardOutput.Split('\n');
        if (result.ExitCode == 0 && Array.Exists(lines, line => Array.Exists(s_nothing, nothing => line.StartsWith(nothing, StringComparison.Ordinal))))
            return YumPlan.Nothing;
        int start = Array.FindIndex(lines, line => line.StartsWith(Heading, StringComparison.Ordinal));
        int end = Array.FindIndex(lines, line => line.StartsWith(Summary, StringComparison.Ordinal));
        if (start >= 0 && end > start && Array.Exists(lines, line => line.StartsWith(Declined, StringComparison.Ordinal)))
            return ReadPlan(lines.Skip(start + 1).Take(end - start - 1), installed);
        return Problem(result.StandardError) is { Length: > 0 } problem ? YumPlan.Impossible(problem) : throw DnfFailure.Of("yum update-to", result);
    }

    /// <summary>The words after <c>Error:</c>, on one line. Those of yum's configuration and command line begin otherwise.</summary>
    private static string Problem(string errors)
    {
        IEnumerable<string> words = errors.Split('\n')
            .SkipWhile(line => !line.StartsWith(Error, StringComparison.Ordinal))
            .Select(line => string.Join(" ", line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries)))
            .TakeWhile(line => line.Length > 0)
            .Take(MaximumProblemLines)
            .Select(line => line.StartsWith(Error, StringComparison.Ordinal) ? line.Substring(Error.Length) : line);
        return SecretRedactor.Redact(string.Join("; ", words));
    }

    private static string? NoMatch(string line)
    {
        line = line.Trim();
        if (line.StartsWith(s_noMatch[0], StringComparison.Ordinal))
            return line.Substring(s_noMatch[0].Length);
        return line.StartsWith(s_noMatch[1], StringComparison.Ordinal) && line.EndsWith(NoMatchEnd, StringComparison.Ordinal)
            ? line.Substring(s_noMatch[1].Length, line.Length - s_noMatch[1].Length - NoMatchEnd.Length)
            : null;
    }

    private static YumPlan ReadPlan(IEnumerable<string> lines, DnfInstalled installed)
    {
        List<PackageStep> steps = [];
        List<PackageStep> removals = [];
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        string section = "";
        foreach ((IReadOnlyList<string> words, string line) in YumRows.Read(lines.Select(Outdent), indent: 1))
        {
            if (line[0] == '=')
                continue;
            if (line[0] != ' ')
                section = line.TrimEnd(':');
            else if (section.Length > 0 && string.Equals(words[0], Replacing, StringComparison.Ordinal))
                removals.Add(Replaced(words, line));
            else if (s_sections.Contains(section) && Read(section, words, line, installed) is var step)
            {
                (step.Kind == PackageStepKind.Remove ? removals : steps).Add(step);
                if (step.Kind != PackageStepKind.Remove && SizeOf(words) is { } size)
                    sizes[step.Id] = size;
            }
        }

        // Of packages that are kept beside each other, the oldest goes when one more comes: that is the system's own housekeeping.
        HashSet<string> coming = new(steps.Select(step => step.Id), StringComparer.Ordinal);
        steps.AddRange(removals.Where(step => !coming.Contains(step.Id)));
        return new YumPlan(new TransactionSimulation { IsPossible = true, Steps = steps }, sizes);
    }

    /// <summary>What a package replaces stands below it, like the rest of a row that was too long: it becomes a row of its own.</summary>
    private static string Outdent(string line)
    {
        string text = line.TrimStart(' ');
        return text.StartsWith(Replacing + " ", StringComparison.Ordinal) ? " " + text : line;
    }

    private static PackageStep Read(string section, IReadOnlyList<string> words, string line, DnfInstalled installed)
    {
        if (words.Count < FieldCount)
            throw NotUnderstood(line);
        string version = YumList.WithEpoch(words[2]);
        string architecture = installed.ArchitectureOf(words[0], words[1]);
        string before = installed.Find(words[0], architecture)?.Version ?? "";
        PackageStep step = new() { Kind = PackageStepKind.Upgrade, Name = words[0], Architecture = architecture, InstalledVersion = before, Version = version };
        return section switch
        {
            "Reinstalling" => step with { Kind = PackageStepKind.Reinstall },
            "Downgrading" => step with { Kind = PackageStepKind.Downgrade },
            "Removing" or "Removing for dependencies" => step with { Kind = PackageStepKind.Remove, InstalledVersion = version, Version = "" },
            _ => before.Length == 0 ? step with { Kind = PackageStepKind.Install } : step,
        };
    }

    /// <summary>What takes its place has what it had, as its publisher says.</summary>
    private static PackageStep Replaced(IReadOnlyList<string> words, string line)
    {
        int dot = words.Count == 3 ? words[1].LastIndexOf('.') : -1;
        if (dot <= 0)
            throw NotUnderstood(line);
        return new PackageStep
        {
            Kind = PackageStepKind.Remove,
            Name = words[1].Substring(0, dot),
            Architecture = words[1].Substring(dot + 1),
            InstalledVersion = YumList.WithEpoch(words[2]),
            IsUnneeded = true,
        };
    }

    /// <summary>A number and perhaps a unit: <c>5.4 k</c>.</summary>
    private static long? SizeOf(IReadOnlyList<string> words)
    {
        if (!double.TryParse(words[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            return null;
        return (words.Count > FieldCount ? words[FieldCount] : "") switch
        {
            "" => (long)number,
            "k" => (long)(number * 1024),
            "M" => (long)(number * 1024 * 1024),
            "G" => (long)(number * 1024 * 1024 * 1024),
            _ => null,
        };
    }

    private static PatchException NotUnderstood(string line) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"yum's plan has a line that is not understood: {QuotedText.Quote(line)}.",
        "yum",
        "Look at what 'yum --assumeno update' prints.");
}
