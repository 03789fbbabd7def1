using System.Globalization;
using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Installs the patches that the effective baseline, or an override list, asks for and the node lacks.</summary>
[Cmdlet(VerbsLifecycle.Install, "PatchBaseline", DefaultParameterSetName = PredefinedSet, SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
[OutputType(typeof(PatchPlan))]
public sealed class InstallPatchBaselineCommand : BaselineCommand
{
    /// <summary>A list that says what to install instead of the baseline: a file, or an https address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InstallOverrideList { get; set; }

    /// <summary>Whether the node is restarted when that is due.</summary>
    [Parameter]
    public RebootOption RebootOption { get; set; } = RebootOption.RebootIfNeeded;

    protected override void ProcessRecord()
    {
        var request = new InstallRequest { Scan = CreateRequest(), InstallOverrideList = ResolveList(InstallOverrideList), RebootOption = RebootOption };
        if (IsWhatIf)
            ShowPlan(RunEngine((engine, token) => engine.PlanAsync(request, token)));
        else
            WriteResult(RunInstall(request));
    }

    private void ShowPlan(PatchPlan plan)
    {
        // Says what would be done in PowerShell's own words, too.
        if (!plan.IsEmpty)
            _ = ShouldProcess(plan.NodeId, ActionOf(plan));
        if (plan.IsRestartPlanned)
            _ = ShouldProcess(plan.NodeId, RestartAction);
        WriteObject(plan);
    }

    internal static string ActionOf(PatchPlan plan)
    {
        var parts = new List<string> { Count(plan.UpgradeCount, "upgrade") };
        if (plan.NewCount > 0)
            parts.Add(Count(plan.NewCount, "new package"));
        if (plan.RemoveCount > 0)
            parts.Add(Count(plan.RemoveCount, "removal"));
        return $"Install patches ({string.Join(", ", parts)})";
    }

    private static string Count(int count, string what) => string.Format(CultureInfo.InvariantCulture, "{0} {1}{2}", count, what, count == 1 ? "" : "s");
}
