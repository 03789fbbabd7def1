using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Restarts nothing, and remembers that it was asked to.</summary>
internal sealed class RecordingRestarter : IRestarter
{
    private readonly List<string> _reasons = [];

    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Set where the system refuses.</summary>
    public PatchException? Failure { get; init; }

    public Task RestartAsync(string root, string reason, CancellationToken cancellationToken)
    {
        _reasons.Add(reason);
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }
}
