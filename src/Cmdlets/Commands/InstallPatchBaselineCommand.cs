using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Installs the patches that the effective baseline, or an override list, asks for and the node lacks.</summary>
[Cmdlet(VerbsLifecycle.Install, "PatchBaseline", DefaultParameterSetName = PredefinedSet, SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
[OutputType(typeof(PatchPlan))]
public sealed class InstallPatchBaselineCommand : OverrideListCommand
{
    /// <summary>A list that says what to install instead of the baseline: a file, an https address, or an object in S3.</summary>
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
            WritePlan(RunEngine((engine, token) => engine.PlanAsync(request, token)));
        else
            WriteResult(RunInstall(request));
    }
}
