using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Installation;

/// <summary>Says for people what a planned transaction does. Pure.</summary>
internal static class PatchPlanBuilder
{
    private static readonly string[] s_kernels = ["kernel", "kernel-core", "kernel-default", "raspberrypi-kernel"];
    private static readonly string[] s_kernelStarts = ["linux-image-", "linux-image-unsigned-"];

    public static IReadOnlyList<PatchPlanItem> Items(PlannedTransaction planned, IEnumerable<KeptBack> keptBack, TransactionCost cost)
    {
        Dictionary<string, InstallTarget> targets = planned.Targets.ToDictionary(target => target.Id, StringComparer.Ordinal);
        IEnumerable<PatchPlanItem> steps = planned.Steps.Select(step => Item(step, targets.TryGetValue(step.Id, out InstallTarget? target) ? target : null, cost));

        // A package that is unpacked only is finished without a step of its own.
        HashSet<string> inSteps = new(planned.Steps.Select(step => step.Id), StringComparer.Ordinal);
        IEnumerable<PatchPlanItem> finished = planned.Targets.Where(target => !inSteps.Contains(target.Id)).Select(target => new PatchPlanItem
        {
            Action = PatchPlanAction.Reinstall,
            Id = target.Id,
            InstalledVersion = target.Entry.Installed?.Version ?? "",
            Version = target.Patch.Version,
            IsPatch = true,
            Reason = target.Reason,
        });
        return
        [
            .. steps.Concat(finished).Concat(keptBack.Select(Item))
                .OrderBy(item => item.Action)
                .ThenByDescending(item => item.IsPatch)
                .ThenBy(item => item.Id, StringComparer.Ordinal),
        ];
    }

    public static IReadOnlyList<string> Unfinished(Inventory inventory) =>
    [
        .. inventory.Entries.Where(entry => entry.Installed is { IsHalfInstalled: true })
            .Select(entry => $"{entry.Name} {entry.Installed!.Version}")
            .OrderBy(name => name, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Kernels(IEnumerable<PackageStep> steps) =>
    [
        .. steps.Where(step => step.Version.Length > 0 && IsKernel(step.Name))
            .Select(step => $"{step.Id} {step.Version}")
            .OrderBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>Debian's kernels have their release in the name; a package such as linux-image-amd64 only depends on the newest.</summary>
    private static bool IsKernel(string name)
    {
        if (Array.IndexOf(s_kernels, name) >= 0)
            return true;
        foreach (string start in s_kernelStarts)
        {
            if (name.StartsWith(start, StringComparison.Ordinal) && name.Length > start.Length && char.IsDigit(name[start.Length]))
                return true;
        }

        return false;
    }

    private static PatchPlanItem Item(PackageStep step, InstallTarget? target, TransactionCost cost) => new()
    {
        Action = step.Kind switch
        {
            PackageStepKind.Install => PatchPlanAction.Install,
            PackageStepKind.Remove => PatchPlanAction.Remove,
            PackageStepKind.Reinstall => PatchPlanAction.Reinstall,
            _ => PatchPlanAction.Upgrade,
        },
        Id = step.Id,
        InstalledVersion = step.InstalledVersion,
        Version = step.Version,
        IsPatch = target is not null,
        DownloadBytes = cost.DownloadBytes.TryGetValue(step.Id, out long bytes) ? bytes : 0,
        Reason = target?.Reason ?? (step.Kind == PackageStepKind.Remove
            ? "Came as a dependency, nothing needs it any more, and it does not go together with an upgrade"
            : "Comes with an upgrade that needs or recommends it"),
    };

    private static PatchPlanItem Item(KeptBack kept) => new()
    {
        Action = kept.Kind == KeptBackKind.LocalSetting ? PatchPlanAction.Keep : PatchPlanAction.Refuse,
        Id = kept.Target.Id,
        InstalledVersion = kept.Target.Entry.Installed?.Version ?? "",
        Version = kept.Target.Patch.Version,
        IsPatch = true,
        Reason = kept.Explanation,
    };
}
