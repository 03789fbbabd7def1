using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.Tests.Reboots;

/// <summary>Runs nothing: keeps what was asked for, and answers what it was told to.</summary>
internal sealed class RecordingProcessRunner(Func<ProcessRequest, ProcessResult> answer) : IProcessRunner
{
    public List<ProcessRequest> Requests { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        return Task.FromResult(answer(request));
    }

    public static RecordingProcessRunner Ending(int exitCode = 0, string output = "", string error = "") => new(_ => new ProcessResult
    {
        ExitCode = exitCode,
        StandardOutput = output,
        StandardError = error,
        Duration = TimeSpan.Zero,
    });
}
