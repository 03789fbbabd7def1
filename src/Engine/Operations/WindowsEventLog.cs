using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Operations;

/// <summary>The Application log of Windows, through the system's own tool, which also registers the source.</summary>
/// <param name="processes">Starts the tool.</param>
/// <param name="events">Is told where there is no right to write there.</param>
internal sealed class WindowsEventLog(IProcessRunner processes, IEventSink events) : ISystemLog
{
    private const string Tool = "eventcreate";
    private const string Source = "PatchBaselineAssociation";
    private const int LongestMessage = 1500;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    public async Task WriteAsync(SystemLogEntry entry)
    {
        try
        {
            ProcessResult result = await processes.RunAsync(
                new ProcessRequest
                {
                    Tool = Tool,
                    Arguments =
                    [
                        "/L", "APPLICATION",
                        "/SO", Source,
                        "/T", entry.Level.ToString().ToUpperInvariant(),
                        "/ID", entry.Number.ToString(CultureInfo.InvariantCulture),
                        "/D", PrintableText.Of(entry.Message, LongestMessage),
                    ],
                    Timeout = s_timeout,
                },
                CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode != 0)
                events.Verbose($"The run is not in the Application log, for '{Tool}' ended with {result.ExitCode.ToString(CultureInfo.InvariantCulture)}: {(result.StandardError + result.StandardOutput).Trim()}");
        }
        catch (PatchException e)
        {
            events.Verbose($"The run is not in the Application log: {e.Message}");
        }
    }
}
