using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A PowerShell engine of its own in this process.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public ModuleSession(bool isImported = true)
    {
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

    public IReadOnlyList<string> Lines(string script, params object[] arguments) => [.. Run(script, arguments).Select(line => line.ToString())];
}
