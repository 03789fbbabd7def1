using System.Text.RegularExpressions;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads what <c>apt-get --simulate install</c> says.</summary>
internal static class AptSimulation
{
    private const string HeldIntroduction = "The following held packages will be changed:";
    private const string UnmetIntroduction = "The following packages have unmet dependencies:";
    private const int MostProblems = 4;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    // Inst libfoo:i386 [1.0] (1.1 Debian:12/stable, Debian-Security:12/stable-security [i386]) [bar:amd64 ]
    // An origin is what a repository calls itself: any characters. What follows the bracket are packages that are broken meanwhile.
    private static readonly Regex s_install = new(
        @"^Inst (?<name>[^ ]+)( \[(?<old>[^\] ]+)\])? \((?<new>[^ ()]+) (.*? )?\[(?<architecture>[^\[\] ]+)\]\)( \[|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        s_limit);

    private static readonly Regex s_remove = new(
        @"^(Remv|Purg) (?<name>[^ ]+) \[(?<old>[^\] ]+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    //  foo : Depends: libfoo (= 1.1) but 2.0 is to be installed
    private static readonly Regex s_exact = new(
        @"(^|: )(Pre)?Depends: (?<name>[^ ]+) \(= (?<version>[^)]+)\) but [^ ]+ is to be installed", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    /// <param name="result">apt's answer.</param>
    /// <param name="installed">dpkg's packages, by the name that apt calls them.</param>
    /// <param name="root">The system that was asked about.</param>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static TransactionSimulation Parse(ProcessResult result, IReadOnlyDictionary<string, DpkgPackage> installed, string root)
    {
        if (result.ExitCode != 0)
            return new TransactionSimulation { IsPossible = false, Problem = AptAdvice.ForSystem(Problem(result), root) };

        List<PackageStep> steps = [];
        foreach (string line in result.StandardOutput.Split('\n'))
        {
            if (line.StartsWith("Inst ", StringComparison.Ordinal))
                steps.Add(ReadInstall(line, installed));
            else if (line.StartsWith("Remv ", StringComparison.Ordinal) || line.StartsWith("Purg ", StringComparison.Ordinal))
                steps.Add(ReadRemoval(line, installed));
        }

        return new TransactionSimulation { IsPossible = true, Steps = steps };
    }

    /// <summary>apt's words on one line: unmet dependencies and held packages by name, then its errors.</summary>
    public static string Problem(ProcessResult result)
    {
        string[] lines = result.StandardOutput.Split('\n');
        List<string> parts = [];
        string unmet = string.Join("; ", Block(lines, UnmetIntroduction).Take(MostProblems));
        if (unmet.Length > 0)
            parts.Add(unmet);
        string held = string.Join(" ", Block(lines, HeldIntroduction));
        if (held.Length > 0)
            parts.Add("packages on hold would have to change: " + held);
        if (parts.Count == 0)
        {
            parts.AddRange(result.StandardError.Split('\n')
                .Where(line => line.StartsWith("E: ", StringComparison.Ordinal))
                .Select(line => line.Substring(3).Trim())
                .Take(MostProblems));
        }

        string problem = string.Join("; ", parts).TrimEnd('.');
        return SecretRedactor.Redact(problem.Length == 0 ? $"apt-get ended with exit code {result.ExitCode} and gave no reason" : problem);
    }

    /// <summary>Dependencies on exactly one version, where another would come.</summary>
    public static IEnumerable<(string Name, string Version)> ExactDependencies(string output)
    {
        foreach (string line in Block(output.Split('\n'), UnmetIntroduction))
        {
            if (s_exact.Match(line) is { Success: true } match)
                yield return (match.Groups["name"].Value, match.Groups["version"].Value);
        }
    }

    private static PackageStep ReadInstall(string line, IReadOnlyDictionary<string, DpkgPackage> installed)
    {
        Match match = s_install.Match(line);
        if (!match.Success)
            throw NotUnderstood(line);
        string old = match.Groups["old"].Value, version = match.Groups["new"].Value;
        int order = old.Length == 0 ? 1 : DebianVersion.Compare(version, old);
        return new PackageStep
        {
            Kind = old.Length == 0 ? PackageStepKind.Install
                : order > 0 ? PackageStepKind.Upgrade
                : order < 0 ? PackageStepKind.Downgrade
                : PackageStepKind.Reinstall,
            Name = BareName(match.Groups["name"].Value),
            Architecture = installed.TryGetValue(match.Groups["name"].Value, out DpkgPackage? package) ? package.Architecture : match.Groups["architecture"].Value,
            InstalledVersion = old,
            Version = version,
        };
    }

    private static PackageStep ReadRemoval(string line, IReadOnlyDictionary<string, DpkgPackage> installed)
    {
        Match match = s_remove.Match(line);
        if (!match.Success)
            throw NotUnderstood(line);
        string name = match.Groups["name"].Value;
        return new PackageStep
        {
            Kind = PackageStepKind.Remove,
            Name = BareName(name),
            Architecture = installed.TryGetValue(name, out DpkgPackage? package) ? package.Architecture : name.Substring(BareName(name).Length).TrimStart(':'),
            InstalledVersion = match.Groups["old"].Value,
        };
    }

    private static string BareName(string name)
    {
        int colon = name.IndexOf(':');
        return colon < 0 ? name : name.Substring(0, colon);
    }

    /// <summary>The indented lines after an introduction, with single blanks.</summary>
    public static IEnumerable<string> Block(string[] lines, string introduction)
    {
        int start = Array.IndexOf(lines, introduction);
        for (int i = start + 1; start >= 0 && i < lines.Length && lines[i].StartsWith(" ", StringComparison.Ordinal); i++)
            yield return string.Join(" ", lines[i].Split([' '], StringSplitOptions.RemoveEmptyEntries));
    }

    private static PatchException NotUnderstood(string line) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"apt-get's simulation has a line that is not understood: '{line}'.",
        "apt-get");
}
