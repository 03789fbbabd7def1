using System.Management.Automation;
using PatchBaselineAssociation.Commands;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Gives a result as the cmdlets that install give theirs.</summary>
[Cmdlet(VerbsCommunications.Write, "TestResult")]
public sealed class TestResultCommand : EngineCommand
{
    [Parameter(Mandatory = true)]
    public PatchOperationResult Result { get; set; } = null!;

    protected override void ProcessRecord() => WriteResult(Result);
}
