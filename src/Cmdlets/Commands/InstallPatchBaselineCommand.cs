using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Installs the patches that the effective baseline, or an override list, asks for and the node lacks.</summary>
[Cmdlet(VerbsLifecycle.Install, "PatchBaseline", DefaultParameterSetName = SearchSet, SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
[OutputType(typeof(PatchPlan))]
public sealed class InstallPatchBaselineCommand : BaselineCommand
{
    /// <summary>A list that says what to install instead of the baseline: a file, an https address, or an object in S3.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InstallOverrideList { get; set; }

    /// <summary>Whether the node is restarted when that is due.</summary>
    [Parameter]
    public RebootOption RebootOption { get; set; } = RebootOption.RebootIfNeeded;

    /// <summary>Report the result to Systems Manager for this State Manager association.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AssociationId { get; set; }

    protected override void ProcessRecord()
    {
        if (InstallOverrideList is not null && BaselineOverride is not null)
        {
            ThrowTerminatingError(ToErrorRecord(new PatchException(
                ErrorIds.BaselineAmbiguous,
                ErrorKind.InvalidArgument,
                "Both a baseline override and an install override list were given; one of them can say what to install. Nothing was done.",
                nameof(BaselineOverride),
                "Leave one of them out.")
            { ExitCode = ExitCodes.TwoOverrides }));
        }

        var request = new InstallRequest { Scan = CreateRequest(AssociationId), InstallOverrideList = ResolveList(InstallOverrideList), RebootOption = RebootOption };
        if (IsWhatIf)
            WritePlan(RunEngine((engine, token) => engine.PlanAsync(request, token)));
        else
            WriteResult(RunInstall(request));
    }
}
