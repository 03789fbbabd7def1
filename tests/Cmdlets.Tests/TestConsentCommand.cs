using System.Management.Automation;
using PatchBaselineAssociation.Commands;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A cmdlet whose work, which a test gives it, may ask.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestConsent", SupportsShouldProcess = true)]
public sealed class TestConsentCommand : EngineCommand
{
    /// <summary>A <see cref="ConsentWork"/>.</summary>
    [Parameter(Mandatory = true)]
    public Delegate Work { get; set; } = null!;

    protected override void ProcessRecord() =>
        WriteObject(new { Pipeline = Environment.CurrentManagedThreadId, Answer = RunWorker((EventPump pump, CancellationToken token) => ((ConsentWork)Work)(new PipelineConsent(this, pump), pump, token)) });
}
