using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Runs processes, and before each lets a test look, or throw.</summary>
internal sealed class WatchedProcessRunner(Action<ProcessRequest> onStart) : IProcessRunner
{
    private readonly ProcessRunner _inner = new(NullEventSink.Instance);

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        onStart(request);
        return _inner.RunAsync(request, cancellationToken);
    }
}
