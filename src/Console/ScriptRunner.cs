using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Microsoft.PowerShell;

namespace PatchBaselineAssociation.Host;

/// <summary>Runs one script in an engine that has the module imported.</summary>
internal sealed class ScriptRunner(ConsoleTerminal terminal)
{
    private const int Failure = 1;
    private const int HungUp = 129;
    private const int Interrupted = 130;
    private const int Terminated = 143;

    // Inside try, an error that ends a statement ends the script; at top level PowerShell would go on with the next one.
    // Dot-sourcing a block, not a file, lets its exit reach the host.
    private const string RunBlock = "try { . $args[0] ARGUMENTS } catch { throw }";

    private readonly Lock _gate = new();
    private PowerShell? _running;
    private int? _signalExitCode;

    public int Run(CommandLine commandLine)
    {
        using var userInterface = new ScriptHostUserInterface(terminal);
        var host = new ScriptHost(userInterface);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Interrupted));
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, HungUp));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Terminated));

        using Runspace runspace = RunspaceFactory.CreateRunspace(host, CreateSessionState());
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();

        bool isDone = Invoke(runspace, userInterface, shell => shell.AddCommand("Import-Module").AddParameter("Name", FindModule()).AddParameter("ErrorAction", ActionPreference.Stop))
            && Invoke(runspace, userInterface, shell => shell
                .AddScript(RunBlock.Replace("ARGUMENTS", commandLine.Arguments, StringComparison.Ordinal))
                .AddArgument(Parse(commandLine))
                .AddCommand("Out-Default"));

        userInterface.ClearProgress();
        return _signalExitCode ?? host.ExitCode ?? (isDone ? 0 : Failure);
    }

    private static InitialSessionState CreateSessionState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        // What Windows allows depends on a policy that only an installed PowerShell has; this is the default of pwsh.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        return state;
    }

    private static string FindModule()
    {
        string modules = Path.Combine(AppContext.BaseDirectory, "Modules", "PatchBaselineAssociation");
        return Directory.Exists(modules) && Directory.GetDirectories(modules) is [string module]
            ? Path.Combine(module, "PatchBaselineAssociation.psd1")
            : throw new InvalidOperationException($"The module is not where it belongs, in one folder inside '{modules}'. Build the project again.");
    }

    private static ScriptBlock Parse(CommandLine commandLine)
    {
        ScriptBlockAst script = commandLine.File is { } file
            ? Parser.ParseFile(file, out _, out ParseError[] errors)
            : Parser.ParseInput(commandLine.Text ?? Console.In.ReadToEnd(), out _, out errors);
        return errors.Length == 0 ? script.GetScriptBlock() : throw new ParseException(errors);
    }

    /// <summary>False where an error ended it.</summary>
    private bool Invoke(Runspace runspace, ScriptHostUserInterface userInterface, Func<PowerShell, PowerShell> compose)
    {
        using var shell = PowerShell.Create(runspace);
        // Errors that do not end the script are shown when they happen, between the output before and after them.
        shell.Streams.Error.DataAdding += (_, added) => userInterface.WriteError((ErrorRecord)added.ItemAdded);
        lock (_gate)
        {
            if (_signalExitCode is not null)
                return false;
            _running = shell;
        }

        try
        {
            compose(shell).Invoke();
            return shell.InvocationStateInfo.State == PSInvocationState.Completed;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception)
        {
            userInterface.WriteError(exception.ErrorRecord);
            return false;
        }
        finally
        {
            lock (_gate)
                _running = null;
        }
    }

    // The first signal stops the pipeline, which ends the program; a second one ends it at once.
    private void Stop(PosixSignalContext context, int exitCode)
    {
        lock (_gate)
        {
            if (_signalExitCode is not null)
                return;

            context.Cancel = true;
            _signalExitCode = exitCode;
            if (_running is null)
                return;
            if (terminal.IsErrorTerminal)
                terminal.Error.WriteLine("Stopping. What the package manager has begun is finished first; a second signal ends this program without waiting for it.");
            _running.BeginStop(callback: null, state: null);
        }
    }
}
