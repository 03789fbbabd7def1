using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.Host;

/// <summary>What the program was asked to do.</summary>
internal sealed partial record CommandLine
{
    public const string Help = """
        Runs PowerShell with the module PatchBaselineAssociation, without pwsh.

          PatchBaselineAssociation.Console <script>                 run a script, for example: Invoke-PatchScan -NoRefresh
          PatchBaselineAssociation.Console -File <path> [argument]  run a script file; an argument like -Name is a parameter
          PatchBaselineAssociation.Console < <file>                 run what standard input holds
          PatchBaselineAssociation.Console --help

        The words of <script> are joined by spaces, as pwsh -Command joins them. Beside the module's cmdlets there are PowerShell's
        core commands (Get-Help, Where-Object, ForEach-Object, Import-Module and more); other modules can be imported.
        A script ends at its first terminating error. The exit code is that of 'exit', 1 after such an error, 2 when the program
        is used wrongly, 130 after Ctrl+C, 129 after SIGHUP, 143 after SIGTERM, otherwise 0.

        """;

    public bool IsHelp { get; private init; }

    /// <summary>A script file; null where the script is text.</summary>
    public string? File { get; private init; }

    /// <summary>The script as text; null where it is a file or comes from standard input.</summary>
    public string? Text { get; private init; }

    /// <summary>The arguments of the script file, as PowerShell source.</summary>
    public string Arguments { get; private init; } = "";

    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out CommandLine? commandLine, out string problem)
    {
        (commandLine, problem) = (null, "");
        if (arguments.Count == 0)
        {
            if (!Console.IsInputRedirected)
                problem = "There is nothing to run: give a script, -File, or standard input.";
            else
                commandLine = new CommandLine();
        }
        else if (Is(arguments[0], "--help", "-h", "-?"))
        {
            commandLine = new CommandLine { IsHelp = true };
        }
        else if (!Is(arguments[0], "-File"))
        {
            commandLine = new CommandLine { Text = string.Join(' ', arguments) };
        }
        else if (arguments.Count == 1)
        {
            problem = "-File needs the path of a script.";
        }
        else if (!System.IO.File.Exists(arguments[1]))
        {
            problem = $"There is no file '{arguments[1]}'.";
        }
        else
        {
            commandLine = new CommandLine { File = Path.GetFullPath(arguments[1]), Arguments = FormatArguments(arguments.Skip(2)) };
        }

        return commandLine is not null;
    }

    private static bool Is(string argument, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (string.Equals(argument, name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string FormatArguments(IEnumerable<string> arguments)
    {
        var script = new StringBuilder();
        foreach (string argument in arguments)
        {
            Match parameter = ParameterPattern().Match(argument);
            script.Append(' ');
            if (!parameter.Success)
                script.Append(Quote(argument));
            else if (!parameter.Groups["value"].Success)
                script.Append(argument);
            else
                script.Append(parameter.Groups["name"].Value).Append(':').Append(SwitchValue(parameter.Groups["value"].Value));
        }

        return script.ToString();
    }

    // -Confirm:$false reaches us as text; as a string it would be true.
    private static string SwitchValue(string value) =>
        Is(value, "$true", "$false") ? value : Quote(value);

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex("^(?<name>-[A-Za-z_][A-Za-z0-9_]*)(:(?<value>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParameterPattern();
}
