namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Child processes that go on when this one dies, as a port: a package manager must not be cut off in the middle of its work.</summary>
public interface IDetachedProcessRunner
{
    /// <summary>Runs a tool to its end.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Kills the tool: none for what must not be cut off.</param>
    /// <exception cref="Platform.PatchException">ToolMissing, ToolNotExecutable or ToolTimedOut; after a time-out the whole process group is dead.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the whole process group is dead by then.</exception>
    Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken);
}
