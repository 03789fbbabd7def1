using System.Globalization;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Restarts this machine with its own tool.</summary>
public sealed class SystemRestarter : IRestarter
{
    private const string Tool = "shutdown";
    private const int MaximumMessageLength = 300;
    private const int MaximumWordsLength = 400;

    // Planned; operating system; security fix.
    private const string WindowsReason = "p:2:17";

    // Where there is no systemd the tool may stay until the time has come: stopping it earlier would call the restart off.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    private readonly IProcessRunner _processes;
    private readonly SystemKind _system;

    public SystemRestarter(IProcessRunner processes, SystemKind system)
    {
        _processes = processes;
        _system = system;
    }

    /// <inheritdoc/>
    public async Task RestartAsync(string root, string reason, CancellationToken cancellationToken)
    {
        if (!string.Equals(root, SystemFiles.RunningSystem, StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.RestartRefused,
                ErrorKind.InvalidOperation,
                $"The system in '{root}' does not run, so it cannot be restarted; this machine was left alone.",
                root,
                "Nothing needs to be done: an image starts with what is in it.");
        }

        var message = PrintableText.Of("PatchBaselineAssociation restarts this system in one minute. " + reason, MaximumMessageLength);
        ProcessResult result;
        try
        {
            result = await _processes.RunAsync(
                new ProcessRequest { Tool = Tool, Arguments = ArgumentsFor(message), Timeout = s_timeout },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException exception)
        {
            throw Failed(exception.Message, exception);
        }

        if (result.ExitCode != 0)
            throw Failed($"'{Tool}' ended with exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}{Words(result)}", innerException: null);
    }

    private IReadOnlyList<string> ArgumentsFor(string message) => _system == SystemKind.Windows
        ? ["/r", "/t", "60", "/d", WindowsReason, "/c", message]
        : ["-r", "+1", message];

    private static string Words(ProcessResult result)
    {
        var words = result.StandardError.Trim();
        if (words.Length == 0)
            words = result.StandardOutput.Trim();
        return words.Length == 0 ? " and said nothing" : $": {PrintableText.Of(SecretRedactor.Redact(words), MaximumWordsLength)}";
    }

    private PatchException Failed(string problem, Exception? innerException) => new(
        ErrorIds.RestartFailed,
        ErrorKind.InvalidResult,
        $"The system could not be asked to restart: {problem.AsSentence()} What was installed is installed.",
        Tool,
        _system == SystemKind.Windows
            ? "Run as an administrator, or restart the system by hand. 'shutdown /a' calls a shutdown off that is under way already."
            : "Run as root, or restart the system by hand. 'shutdown -c' calls a shutdown off that is under way already.",
        innerException);
}
