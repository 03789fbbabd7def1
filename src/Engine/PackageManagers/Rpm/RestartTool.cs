using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Asks the tool of an RPM system that tells whether a restart is due.</summary>
internal static class RestartTool
{
    /// <summary>What it says. A tool that is not there, or fails, says nothing: the result does not hang on it.</summary>
    /// <param name="processes">Runs it.</param>
    /// <param name="request">The call of it.</param>
    /// <param name="events">Told why it said nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> AskAsync(IProcessRunner processes, ProcessRequest request, IEventSink events, CancellationToken cancellationToken)
    {
        string command = string.Join(" ", [request.Tool, .. request.Arguments.Where(argument => argument[0] != '-')]);
        try
        {
            ProcessResult result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
            if (RestartReport.Parse(command, result.StandardOutput) is { } reason)
                return [reason];
            if (result.ExitCode != 0)
                events.Verbose($"'{command}' did not tell whether a restart is due (exit code {result.ExitCode}). {SecretRedactor.Redact(result.StandardError.Trim())}".TrimEnd());
        }
        catch (PatchException e)
        {
            events.Verbose($"'{command}' did not tell whether a restart is due: {e.Message}");
        }

        return [];
    }
}
