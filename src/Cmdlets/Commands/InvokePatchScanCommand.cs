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

    protected override void ProcessRecord()
    {
        ScanRequest request = CreateRequest(AssociationId);
        WriteObject(RunEngine((engine, token) => engine.ScanAsync(request, token)));
    }
}
