using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Commands;

/// <summary>Reads an install override list and says, entry by entry, what it names on the node and what would be installed by it. Changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PatchOverrideList", DefaultParameterSetName = SearchSet)]
[OutputType(typeof(OverrideListEntryResult))]
[OutputType(typeof(PatchPlan))]
public sealed class TestPatchOverrideListCommand : BaselineCommand
{
    /// <summary>The list: a file, an https address, or an object in S3.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string InstallOverrideList { get; set; } = "";

    /// <summary>Give the plan of the whole list instead of the entries.</summary>
    [Parameter]
    public SwitchParameter Plan { get; set; }

    protected override void ProcessRecord()
    {
        var request = new InstallRequest { Scan = CreateRequest(associationId: null), InstallOverrideList = ResolveList(InstallOverrideList) };
        if (Plan)
            WriteObject(RunEngine((engine, token) => engine.PlanAsync(request, token)));
        else
            WriteObject(RunEngine((engine, token) => engine.TestOverrideListAsync(request, token)), enumerateCollection: true);
    }
}
