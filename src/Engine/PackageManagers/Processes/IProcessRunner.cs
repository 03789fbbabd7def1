namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Child processes, as a port.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a tool to its end. Any exit code is an answer, not an error.</summary>
    /// <exception cref="Platform.PatchException">ToolMissing, ToolTimedOut, or ToolOutputTooLarge; the whole process group is dead by then.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the whole process group is dead by then.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken);
}
