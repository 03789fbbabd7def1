using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

internal static class PowerShellExtensions
{
    /// <summary>Drops what was composed before.</summary>
    public static PowerShell AddScriptAlone(this PowerShell shell, string script)
    {
        shell.Commands.Clear();
        return shell.AddScript(script);
    }
}
