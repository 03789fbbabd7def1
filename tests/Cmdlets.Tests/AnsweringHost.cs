using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A host whose user answers as the test says, and that remembers what it showed and asked.</summary>
internal sealed class AnsweringHost : PSHost
{
    private readonly AnsweringUserInterface _userInterface;

    public AnsweringHost() => _userInterface = new AnsweringUserInterface(this);

    /// <summary>The label of the choice, for example "Yes"; null fails, as a host does where nobody is.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public List<string> Questions { get; } = [];

    public List<string> Lines { get; } = [];

    public List<int> ThreadsOfQuestions { get; } = [];

    public int? ExitCode { get; private set; }

    public override string Name => nameof(AnsweringHost);

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => _userInterface;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    private sealed class AnsweringUserInterface(AnsweringHost host) : PSHostUserInterface
    {
        public override PSHostRawUserInterface RawUI => null!;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            host.Questions.Add(message);
            host.ThreadsOfQuestions.Add(Environment.CurrentManagedThreadId);
            string answer = host.Answer(message) ?? throw new HostException("Nobody is there.");
            return Assert.Single(Enumerable.Range(0, choices.Count), index => choices[index].Label.Replace("&", "", StringComparison.Ordinal) == answer);
        }

        public override void Write(string value) => host.Lines.Add(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value);

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
    }
}
