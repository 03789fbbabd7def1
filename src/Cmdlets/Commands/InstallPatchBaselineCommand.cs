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

    /// <summary>Windows: install in a scheduled task of the system account, where this logon may not.</summary>
    [Parameter]
    public SwitchParameter UseScheduledTask { get; set; }

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

        if (UseScheduledTask)
        {
            InstallAsSystem();
            return;
        }

        var request = new InstallRequest { Scan = CreateRequest(AssociationId), InstallOverrideList = ResolveList(InstallOverrideList), RebootOption = RebootOption };
        if (IsWhatIf)
            WritePlan(RunEngine((engine, token) => engine.PlanAsync(request, token)));
        else
            WriteResult(RunInstall(request));
    }

    /// <summary>Whoever is to be asked is here, and not where the task runs: so the question comes first, and is about all of it.</summary>
    private void InstallAsSystem()
    {
        if (!IsWhatIf && !ShouldProcess(Environment.MachineName, RebootOption == RebootOption.NoReboot ? "Install patches in a scheduled task" : "Install patches in a scheduled task, and restart where that is due"))
            return;
        KeyValuePair<string, object?> answer = IsWhatIf ? new("WhatIf", true) : new("Confirm", false);
        if (ResolveList(InstallOverrideList) is { } list)
            RunAsSystem(mayBeStopped: IsWhatIf, answer, new(nameof(InstallOverrideList), list));
        else
            RunAsSystem(mayBeStopped: IsWhatIf, answer);
    }
}
