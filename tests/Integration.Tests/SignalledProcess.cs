using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>A process that the test ends when it wants to. It is gone when this is disposed, with all that it started.</summary>
internal sealed class SignalledProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    public SignalledProcess(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        _process = Tool.Start(tool, arguments, environment);
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
        Exited = _process.WaitForExitAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Ends with the process, and tells nothing of how it ended.</summary>
    public Task Exited { get; }

    /// <summary>Kills the process alone (SIGKILL): what it started goes on.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(Until.Deadline);
    }

    /// <summary>Kills all of it, as a power cut would.</summary>
    public void KillTree()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(Until.Deadline);
        // The pipes end with the last of them: then their locks are free.
        Task.WaitAll([_output, _errors], Until.Deadline);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> FinishAsync()
    {
        string output = await _output.WaitAsync(Until.Deadline);
        string errors = await _errors.WaitAsync(Until.Deadline);
        await Exited.WaitAsync(Until.Deadline);
        return (_process.ExitCode, output, errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            KillTree();
        _process.Dispose();
    }
}
