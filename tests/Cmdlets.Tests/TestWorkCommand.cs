using System.Management.Automation;
using PatchBaselineAssociation.Commands;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A cmdlet whose work a test gives it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestWork")]
public sealed class TestWorkCommand : EngineCommand
{
    [Parameter(Mandatory = true)]
    public Func<IEventSink, CancellationToken, Task<object>> Work { get; set; } = null!;

    protected override void ProcessRecord() => WriteObject(RunWorker(Work));
}
