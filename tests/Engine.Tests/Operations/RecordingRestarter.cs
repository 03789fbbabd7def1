using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>Restarts nothing, and remembers that it was asked to.</summary>
internal sealed class RecordingRestarter : IRestarter
{
    public List<string> Reasons { get; } = [];

    /// <summary>Set where the system refuses.</summary>
    public PatchException? Failure { get; set; }

    /// <summary>Called when it is asked.</summary>
    public Action OnAsked { get; set; } = () => { };

    public Task RestartAsync(string root, string reason, CancellationToken cancellationToken)
    {
        OnAsked();
        Reasons.Add(reason);
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }
}
