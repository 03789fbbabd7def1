using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Says which removals leave nobody without something. Pure.</summary>
internal static class AptRemovals
{
    /// <summary>What is asked of <c>dpkg-query</c>: a package's id, what it provides, and all relations by which it may need another.</summary>
    public const string Format = "${Package}.${Architecture}\t${Provides}\t${Pre-Depends}, ${Depends}, ${Recommends}\n";

    private const string NeverSetting = "APT::NeverAutoRemove::";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <summary>A package is unneeded when it came as a dependency, no setting keeps it, and nothing that stays names it, in its new version where it is upgraded:
    /// not even as one of several alternatives, for it was this one that was chosen.</summary>
    /// <param name="steps">The transaction.</param>
    /// <param name="installed">dpkg's answer to <see cref="Format"/>.</param>
    /// <param name="records">The records of the versions that are put on.</param>
    /// <param name="isAutomatic">Whether a step's package came as a dependency.</param>
    /// <param name="settings">apt's configuration.</param>
    public static IReadOnlyList<PackageStep> Mark(
        IReadOnlyList<PackageStep> steps, string installed, IReadOnlyList<AptRecord> records, Func<PackageStep, bool> isAutomatic, AptSettings settings)
    {
        Dictionary<string, string> relations = new(StringComparer.Ordinal), provisions = new(StringComparer.Ordinal);
        foreach (string[] fields in installed.Split('\n').Select(line => line.Split('\t')).Where(fields => fields.Length == 3))
        {
            provisions[fields[0]] = fields[1];
            relations[fields[0]] = fields[2];
        }

        foreach (PackageStep step in steps)
            relations.Remove(step.Id);
        foreach (AptRecord record in records)
            relations[$"{record.Name}.{record.Architecture}"] = record.Relations;
        HashSet<string> named = new(relations.Values.SelectMany(AptDependencies.Names), StringComparer.Ordinal);
        Regex[] kept = KeptNames(settings);
        return [.. steps.Select(step => step.Kind == PackageStepKind.Remove ? step with { IsUnneeded = IsUnneeded(step) } : step)];

        bool IsUnneeded(PackageStep step) =>
            isAutomatic(step) && !NamesOf(step).Any(named.Contains) && !Array.Exists(kept, pattern => pattern.IsMatch(step.Name));

        IEnumerable<string> NamesOf(PackageStep step) =>
            provisions.TryGetValue(step.Id, out string? provided) ? AptDependencies.Names(provided).Prepend(step.Name) : [step.Name];
    }

    /// <summary>What the administrator has excepted from automatic removal. An expression that cannot be read excepts everything.</summary>
    private static Regex[] KeptNames(AptSettings settings)
    {
        List<Regex> patterns = [];
        foreach (string line in settings.Text.Split('\n'))
        {
            if (!line.StartsWith(NeverSetting, StringComparison.OrdinalIgnoreCase) || line.IndexOf('"') is var start && start < 0)
                continue;
            try
            {
                patterns.Add(new Regex(line.Substring(start).Trim().TrimEnd(';').Trim('"'), RegexOptions.CultureInvariant, s_limit));
            }
            catch (ArgumentException)
            {
                patterns.Add(new Regex("", RegexOptions.CultureInvariant, s_limit));
            }
        }

        return [.. patterns];
    }
}
