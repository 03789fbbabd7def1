using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A PowerShell engine of its own in this process.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession(bool isImported = true)
        : this(new AnsweringHost(), isImported)
    {
    }

    public ModuleSession(PSHost host, bool isImported = true)
    {
        _runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        if (isImported)
            Run("Import-Module $args[0]", BuiltModule.Manifest);
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>Fails on any error.</summary>
    public IReadOnlyList<PSObject> Run(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        IReadOnlyList<PSObject> output = shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return output;
    }

    public IReadOnlyList<ErrorRecord> Fail(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            return [exception.ErrorRecord];
        }

        return [.. shell.Streams.Error];
    }

    /// <summary>Everything that a script gives, whether it goes well or not.</summary>
    public SessionOutput Observe(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? end = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            end = exception.ErrorRecord;
        }

        return new SessionOutput(
            [.. output], [.. shell.Streams.Error], end, [.. shell.Streams.Warning.Select(warning => warning.Message)], [.. shell.Streams.Progress]);
    }

    public IReadOnlyList<string> Lines(string script, params object[] arguments) => [.. Run(script, arguments).Select(line => line.ToString())];
}
