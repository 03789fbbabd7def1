using System.Management.Automation;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Commands;

/// <summary>Compares the node with a baseline and keeps the result; changes nothing else.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PatchScan", DefaultParameterSetName = SearchSet)]
[OutputType(typeof(PatchOperationResult))]
public sealed class InvokePatchScanCommand : BaselineCommand
{
    /// <summary>Report the result to Systems Manager for this State Manager association.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AssociationId { get; set; }

    /// <summary>Windows: scan in a scheduled task of the system account, where this logon may not.</summary>
    [Parameter]
    public SwitchParameter UseScheduledTask { get; set; }

    protected override void ProcessRecord()
    {
        if (UseScheduledTask)
        {
            RunAsSystem(mayBeStopped: true);
            return;
        }

        ScanRequest request = CreateRequest(AssociationId);
        WriteObject(RunEngine((engine, token) => engine.ScanAsync(request, token)));
    }
}
