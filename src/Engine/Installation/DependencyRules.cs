using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Installation;

/// <summary>What a transaction may do beside the patches that it is for. Asks nobody; becomes stricter by what is learned on the way.</summary>
/// <param name="evaluator">Knows the rejected list.</param>
/// <param name="overrides">The override list; null where there is none.</param>
public sealed class DependencyRules(PatchEvaluator evaluator, OverrideMatcher? overrides)
{
    private readonly Dictionary<string, string> _unavailable = new(StringComparer.Ordinal);
    private HashSet<(PackageStepKind Kind, string Id, string Version)>? _agreed;

    /// <summary>Keeps packages out of every further plan, with all that needs them.</summary>
    /// <param name="packages">Why, by id.</param>
    public void Exclude(IReadOnlyDictionary<string, string> packages)
    {
        foreach (KeyValuePair<string, string> package in packages)
            _unavailable[package.Key] = package.Value;
    }

    /// <summary>From now on nothing may be done beside the patches but what is among these steps: they were shown, and agreed to.</summary>
    public void Agree(IReadOnlyList<PackageStep> steps) => _agreed = [.. steps.Select(step => (step.Kind, step.Id, step.Version))];

    /// <summary>Why a transaction is not acceptable; null where it is.</summary>
    /// <param name="simulation">What the package manager would do.</param>
    /// <param name="targets">The patches that it is for.</param>
    public string? Complain(TransactionSimulation simulation, IReadOnlyList<InstallTarget> targets)
    {
        if (!simulation.IsPossible)
            return simulation.Problem;

        HashSet<string> asked = new(targets.Select(target => target.Id), StringComparer.Ordinal);
        foreach (PackageStep step in simulation.Steps)
        {
            if (Complain(step, asked.Contains(step.Id)) is { } complaint)
                return complaint;
        }

        return null;
    }

    /// <summary>What a transaction would bring along and must not: another way of doing it may not need it.</summary>
    /// <param name="simulation">What the package manager would do.</param>
    /// <param name="targets">The patches that it is for.</param>
    public IEnumerable<PackageVersion> FindUnwanted(TransactionSimulation simulation, IReadOnlyList<InstallTarget> targets)
    {
        HashSet<string> asked = new(targets.Select(target => target.Id), StringComparer.Ordinal);
        return simulation.Steps
            .Where(step => step.Kind is PackageStepKind.Install or PackageStepKind.Upgrade && !asked.Contains(step.Id) && Complain(step, isAskedFor: false) is not null)
            .Select(step => new PackageVersion(step.Name, step.Architecture, step.Version));
    }

    private string? Complain(PackageStep step, bool isAskedFor)
    {
        if (step.Kind != PackageStepKind.Remove && _unavailable.TryGetValue(step.Id, out string? why))
            return $"{step.Id} {step.Version}: {why}";
        if (!isAskedFor && step.Kind != PackageStepKind.Reinstall && _agreed?.Contains((step.Kind, step.Id, step.Version)) == false)
            return $"{step.Id} {(step.Version.Length == 0 ? step.InstalledVersion : step.Version)} would {(step.Kind == PackageStepKind.Remove ? "be removed" : "come along")}, which was not in the plan";
        switch (step.Kind)
        {
            case PackageStepKind.Remove:
                return step.IsUnneeded ? null : $"{step.Id} {step.InstalledVersion} would be removed";
            case PackageStepKind.Downgrade:
                return $"{step.Id} would go back from {step.InstalledVersion} to {step.Version}";
            case PackageStepKind.Reinstall:
                return null;
            default:
                return isAskedFor ? null : ComplainAboutDependency(step);
        }
    }

    /// <summary>An entry of the override list that allows the version lets it through: the list wins over the rejected one.</summary>
    private string? ComplainAboutDependency(PackageStep step)
    {
        if (overrides?.FindBlocking(step.Name, step.Architecture, step.Version) is { } entry)
            return new OverrideConflict(new OverrideDependency(step.Name, step.Architecture, step.Version), entry).Reason;
        if (overrides?.Find(step.Name, step.Architecture, step.Version) is not null)
            return null;
        return evaluator.FindBlockingEntry(step.Name, step.Architecture, step.Version) is { } rejected
            ? $"it needs {step.Id} {step.Version}, which the baseline's list entry '{rejected}' rejects and blocks"
            : null;
    }
}
