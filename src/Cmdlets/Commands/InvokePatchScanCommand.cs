using System.Management.Automation;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Commands;

/// <summary>Compares the node with a baseline and keeps the result; changes nothing else.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PatchScan", DefaultParameterSetName = PredefinedSet)]
[OutputType(typeof(PatchOperationResult))]
public sealed class InvokePatchScanCommand : BaselineCommand
{
    protected override void ProcessRecord()
    {
        ScanRequest request = CreateRequest();
        WriteObject(RunEngine((engine, token) => engine.ScanAsync(request, token)));
    }
}
