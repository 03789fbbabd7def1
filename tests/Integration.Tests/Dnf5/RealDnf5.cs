using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>A dnf 5 that somebody has built, in the place of the one that answers from a script. Debian has none.</summary>
/// <param name="program">Its path.</param>
/// <param name="real">Runs it.</param>
/// <param name="detached">Runs it where it changes something.</param>
internal sealed class RealDnf5(string program, IProcessRunner real, IDetachedProcessRunner detached) : IProcessRunner, IDetachedProcessRunner
{
    /// <summary>Names it.</summary>
    public const string Variable = "DNF5_PROGRAM";

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken) => real.RunAsync(request with { Tool = Program(request.Tool) }, cancellationToken);

    public Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken) =>
        detached.RunAsync(request with { Tool = Program(request.Tool) }, cancellationToken);

    private string Program(string tool) => tool is "dnf5" ? program : tool;
}
