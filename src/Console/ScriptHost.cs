using System.Globalization;
using System.Management.Automation.Host;

namespace PatchBaselineAssociation.Host;

internal sealed class ScriptHost(ScriptHostUserInterface userInterface) : PSHost
{
    public override string Name => "PatchBaselineAssociation.Console";

    public override Version Version { get; } = typeof(ScriptHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => userInterface;

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>What the script gave to <c>exit</c>; null where it did not.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw NotInteractive();

    public override void ExitNestedPrompt() => throw NotInteractive();

    public override void NotifyBeginApplication()
    {
        // A native program may write to the terminal itself: there must be no half-drawn line.
        userInterface.ClearProgress();
    }

    public override void NotifyEndApplication()
    {
    }

    private static NotSupportedException NotInteractive() => new("This host runs scripts; it has no prompt to nest.");
}
