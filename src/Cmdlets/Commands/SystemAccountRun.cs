using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>A command that is run once more, by another PowerShell: what it is given, and what it gave.</summary>
internal static class SystemAccountRun
{
    /// <summary>Of PowerShell's own commands it uses Import-Module alone: the console has no others.</summary>
    internal const string Script = """
        $ErrorActionPreference = 'Stop'
        $folder = [IO.Path]::GetDirectoryName($MyInvocation.MyCommand.Path)
        $answer = @{ Result = @(); Warnings = @(); Errors = @(); Failure = $null }
        function Get-Told($record) {
            @{
                Id = "$($record.FullyQualifiedErrorId)".Split(',')[0]
                Message = "$($record.Exception.Message)"
                Category = "$($record.CategoryInfo.Category)"
                Target = "$($record.TargetObject)"
                Action = "$($record.ErrorDetails.RecommendedAction)"
            }
        }
        try {
            $given = [Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText([IO.Path]::Combine($folder, 'parameters.xml')))
            Import-Module -Name $given.Module
            $parameters = @{}
            foreach ($name in $given.Parameters.Keys) { $parameters[$name] = $given.Parameters[$name] }
            $answer.Result = @(& $given.Command @parameters -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue -WarningVariable warned)
            $answer.Errors = @(foreach ($record in $failed) { if ($record -is [Management.Automation.ErrorRecord]) { Get-Told $record } })
            $answer.Warnings = @(foreach ($warning in $warned) { "$($warning.Message)" })
        }
        catch {
            $answer.Failure = Get-Told $_
        }
        $written = [IO.Path]::Combine($folder, 'answer.tmp')
        [IO.File]::WriteAllText($written, [Management.Automation.PSSerializer]::Serialize($answer, 6))
        [IO.File]::Move($written, [IO.Path]::Combine($folder, 'answer.xml'))
        """;

    private const string OwnConsole = "PatchBaselineAssociation.Console";
    private static readonly string[] s_shells = ["pwsh.exe", "powershell.exe"];

    /// <summary>Parameters as they survive to be written and read: text, numbers and the like.</summary>
    /// <param name="module">The path of the module.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="parameters">Its parameters.</param>
    public static string Describe(string module, string command, IReadOnlyDictionary<string, object?> parameters)
    {
        Hashtable plain = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object?> parameter in parameters)
            plain[parameter.Key] = Plain(parameter.Value);
        return PSSerializer.Serialize(new Hashtable { ["Module"] = module, ["Command"] = command, ["Parameters"] = plain }, 3);
    }

    /// <summary>A PowerShell that can run a script file, and its arguments.</summary>
    /// <param name="home">Where this PowerShell is at home.</param>
    /// <param name="process">The program that runs us.</param>
    /// <param name="exists">Whether there is such a file.</param>
    /// <exception cref="PatchException">There is none.</exception>
    public static (string Program, string Arguments) FindShell(string home, string process, Func<string, bool> exists)
    {
        foreach (string shell in s_shells)
        {
            string path = Path.Combine(home, shell);
            if (exists(path))
                return (path, "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"{0}\"");
        }

        if (Path.GetFileName(process.Replace('\\', Path.DirectorySeparatorChar)).StartsWith(OwnConsole, StringComparison.OrdinalIgnoreCase))
            return (process, "-File \"{0}\"");
        throw new PatchException(
            ErrorIds.ScheduledTaskFailed,
            ErrorKind.NotInstalled,
            $"There is no PowerShell in '{home}' that a scheduled task could run.",
            home,
            "Run from Windows PowerShell, PowerShell 7 or the module's own console.");
    }

    /// <summary>What the script has written.</summary>
    public static SystemAccountAnswer Read(string answer)
    {
        if (PSSerializer.Deserialize(answer) is not { } read || Unwrap(read) is not IDictionary told)
            throw new PatchException(ErrorIds.ScheduledTaskFailed, ErrorKind.InvalidData, "The answer of the scheduled task cannot be understood.", "answer.xml");
        return new SystemAccountAnswer
        {
            Results = [.. Items(told["Result"])],
            Warnings = [.. Items(told["Warnings"]).Select(item => Convert.ToString(Unwrap(item), CultureInfo.InvariantCulture) ?? "")],
            Errors = [.. Items(told["Errors"]).Select(ErrorOf)],
            Failure = told["Failure"] is { } failure ? ErrorOf(failure) : null,
        };
    }

    private static object? Plain(object? value) => Unwrap(value) switch
    {
        SwitchParameter flag => flag.ToBool(),
        Enum name => name.ToString(),
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        var other => other,
    };

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private static IEnumerable<object> Items(object? list) => Unwrap(list) switch
    {
        null => [],
        IEnumerable items and not string and not IDictionary => items.Cast<object?>().OfType<object>(),
        _ => [list!],
    };

    private static PatchException ErrorOf(object told)
    {
        IDictionary? error = Unwrap(told) as IDictionary;
        string Text(string name) => Convert.ToString(Unwrap(error?[name]), CultureInfo.InvariantCulture) ?? "";
        string action = Text("Action");
        return new PatchException(
            Text("Id") is { Length: > 0 } id ? id : ErrorIds.Unexpected,
            Enum.TryParse(Text("Category"), out ErrorKind kind) ? kind : ErrorKind.InvalidResult,
            Text("Message"),
            Text("Target"),
            action.Length == 0 ? null : action);
    }
}
