using System.Collections.Concurrent;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Runs everything, and remembers what it ran.</summary>
internal sealed class CountingProcessRunner(IProcessRunner inner) : IProcessRunner
{
    private readonly ConcurrentQueue<ProcessRequest> _requests = new();

    public int Count(string argument) => _requests.Count(request => request.Arguments.Contains(argument, StringComparer.Ordinal));

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        return inner.RunAsync(request, cancellationToken);
    }
}
