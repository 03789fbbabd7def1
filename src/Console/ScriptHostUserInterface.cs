using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace PatchBaselineAssociation.Host;

/// <summary>Output goes to standard output; everything that is said about the work goes to standard error.</summary>
internal sealed class ScriptHostUserInterface(ConsoleTerminal terminal) : PSHostUserInterface, IDisposable
{
    private readonly ProgressLine _progress = new(terminal);

    public override PSHostRawUserInterface RawUI { get; } = new ScriptHostRawUserInterface(terminal);

    public override bool SupportsVirtualTerminal => terminal is { IsOutputTerminal: true, HasColor: true };

    public void Dispose() => _progress.Clear();

    public void ClearProgress() => _progress.Clear();

    public override void Write(string value)
    {
        _progress.Clear();
        terminal.Output.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        _progress.Clear();
        terminal.Output.WriteLine(GetOutputString(value, SupportsVirtualTerminal));
    }

    public override void WriteErrorLine(string value) => WriteMessage(value, ConsoleColor.Red);

    public override void WriteDebugLine(string message) => WriteMessage($"DEBUG: {message}", ConsoleColor.DarkGray);

    public override void WriteVerboseLine(string message) => WriteMessage($"VERBOSE: {message}", ConsoleColor.DarkGray);

    public override void WriteWarningLine(string message) => WriteMessage($"WARNING: {message}", ConsoleColor.Yellow);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    public void WriteError(ErrorRecord error)
    {
        string command = error.InvocationInfo?.MyCommand?.Name ?? "";
        string message = error.ErrorDetails?.Message is { Length: > 0 } details ? details : error.Exception.Message;
        var text = new StringBuilder(command.Length == 0 ? "ERROR" : command).Append(": ").Append(message);
        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } action)
            text.AppendLine().Append("  ").Append(action);
        text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {error.CategoryInfo.Category}, {error.FullyQualifiedErrorId}");
        if (error.InvocationInfo is { ScriptLineNumber: > 0, Line.Length: > 0 } place)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  line {place.ScriptLineNumber}: {place.Line.Trim()}");
        WriteErrorLine(text.ToString());
    }

    public override string ReadLine()
    {
        _progress.Clear();
        return terminal.Input.ReadLine() ?? throw new HostException("Input was asked for, and standard input is at its end.");
    }

    public override SecureString ReadLineAsSecureString()
    {
        if (!terminal.IsInputTerminal)
            throw NeedsTerminal("a secret");

        _progress.Clear();
        var secret = new SecureString();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
                secret.AppendChar(key.KeyChar);
            else if (secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
        }

        terminal.Error.WriteLine();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        if (!terminal.IsInputTerminal)
            throw NeedsTerminal(string.Join(", ", descriptions.Select(field => field.Name)));

        WriteQuestion(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (FieldDescription field in descriptions)
        {
            terminal.Error.Write($"{field.Name}: ");
            bool isSecret = string.Equals(field.ParameterTypeName, nameof(SecureString), StringComparison.Ordinal);
            answers[field.Name] = PSObject.AsPSObject(isSecret ? ReadLineAsSecureString() : ReadLine());
        }

        return answers;
    }

    /// <summary>Asks a person. Where there is none it fails: a default that nobody saw is nobody's consent.</summary>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (!terminal.IsInputTerminal)
        {
            throw new HostException(
                $"There is nobody to ask, because standard input is not a terminal: {string.Join(' ', caption, message).Trim()} " +
                "Give -Confirm:$false to go on without being asked.");
        }

        WriteQuestion(caption, message);
        List<(string Key, string Label)> options = [.. choices.Select(choice => ReadLabel(choice.Label))];
        string prompt = string.Join("  ", options.Select(option => $"[{option.Key}] {option.Label}"));
        string byDefault = defaultChoice >= 0 ? $" (default is \"{options[defaultChoice].Key}\")" : "";
        while (true)
        {
            terminal.Error.Write($"{prompt}{byDefault}: ");
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;

            int chosen = options.FindIndex(option =>
                string.Equals(option.Key, answer, StringComparison.OrdinalIgnoreCase) || string.Equals(option.Label, answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
                return chosen;
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        if (!terminal.IsInputTerminal)
            throw NeedsTerminal("a credential");

        WriteQuestion(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            terminal.Error.Write("User: ");
            userName = ReadLine();
        }

        terminal.Error.Write($"Password for {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    /// <summary>"&amp;Yes" is chosen by Y.</summary>
    private static (string Key, string Label) ReadLabel(string label)
    {
        int mark = label.IndexOf('&', StringComparison.Ordinal);
        return mark < 0 || mark == label.Length - 1
            ? (label, label)
            : (label.Substring(mark + 1, 1).ToUpperInvariant(), label.Remove(mark, 1));
    }

    private static HostException NeedsTerminal(string what) =>
        new($"There is nobody to ask for {what}, because standard input is not a terminal. Give it as a parameter.");

    private void WriteQuestion(string caption, string message)
    {
        _progress.Clear();
        foreach (string text in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(text))
                terminal.Error.WriteLine(text);
        }
    }

    private void WriteMessage(string text, ConsoleColor color)
    {
        _progress.Clear();
        terminal.Output.Flush();
        if (terminal is { IsErrorTerminal: true, HasColor: true })
        {
            Console.ForegroundColor = color;
            terminal.Error.Write(text);
            Console.ResetColor();
            terminal.Error.WriteLine();
        }
        else
        {
            terminal.Error.WriteLine(text);
        }
    }
}
