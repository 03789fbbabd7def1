using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.Host;

/// <summary>What the program was asked to do.</summary>
/// <param name="Script">The script to run; null where it comes from standard input.</param>
/// <param name="IsHelp">Only the help is wanted.</param>
internal sealed partial record CommandLine(string? Script, bool IsHelp = false)
{
    public const string Help = """
        Runs PowerShell with the module PatchBaselineAssociation, without pwsh.

          PatchBaselineAssociation.Console <script>                 run a script, for example: Invoke-PatchScan -NoRefresh
          PatchBaselineAssociation.Console -File <path> [argument]  run a script file; an argument like -Name is a parameter
          PatchBaselineAssociation.Console < <file>                 run what standard input holds
          PatchBaselineAssociation.Console --help

        The words of <script> are joined by spaces, as pwsh -Command joins them.
        The exit code is that of 'exit', 1 after an error that ended the script, 130 after Ctrl+C, 143 after SIGTERM, otherwise 0.

        """;

    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out CommandLine? commandLine, out string problem)
    {
        (commandLine, problem) = (null, "");
        if (arguments.Count == 0)
        {
            if (!Console.IsInputRedirected)
                problem = "There is nothing to run: give a script, -File, or standard input.";
            else
                commandLine = new CommandLine(Script: null);
        }
        else if (Is(arguments[0], "--help", "-h", "-?"))
        {
            commandLine = new CommandLine("", IsHelp: true);
        }
        else if (!Is(arguments[0], "-File"))
        {
            commandLine = new CommandLine(string.Join(' ', arguments));
        }
        else if (arguments.Count == 1)
        {
            problem = "-File needs the path of a script.";
        }
        else if (!File.Exists(arguments[1]))
        {
            problem = $"There is no file '{arguments[1]}'.";
        }
        else
        {
            commandLine = new CommandLine(InvokeFile(arguments[1], arguments.Skip(2)));
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

    private static string InvokeFile(string path, IEnumerable<string> arguments)
    {
        var script = new StringBuilder("& ").Append(Quote(Path.GetFullPath(path)));
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
