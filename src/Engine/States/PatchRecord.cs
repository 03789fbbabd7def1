using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>One patch of a run: its state and why.</summary>
public sealed record PatchRecord
{
    /// <summary><c>name.architecture</c>, or the KB id.</summary>
    public required string Id { get; init => field = PrintableText.Of(value); }

    /// <summary>On Windows the update's own title. Elsewhere <c>name.architecture:version</c>, on macOS <c>name.version</c>: the available version where one is missing or failed, else the installed one.</summary>
    public required string Title { get; init => field = PrintableText.Of(value); }

    public string Name { get; init => field = PrintableText.Of(value); } = "";

    public string Architecture { get; init => field = PrintableText.Of(value); } = "";

    /// <summary>Empty where it is not installed.</summary>
    public string InstalledVersion { get; init => field = PrintableText.Of(value); } = "";

    /// <summary>The newest approved version for a patch that is missing; empty otherwise.</summary>
    public string AvailableVersion { get; init => field = PrintableText.Of(value); } = "";

    public required PatchState State { get; init; }

    public required PatchCompliance Compliance { get; init; }

    public ComplianceLevel ComplianceLevel { get; init; }

    public string Classification { get; init => field = PrintableText.Of(value); } = "";

    /// <summary>The publisher's severity; the priority in the Debian family.</summary>
    public string Severity { get; init => field = PrintableText.Of(value); } = "";

    public DateTimeOffset? InstalledTime { get; init; }

    public IReadOnlyList<string> AdvisoryIds { get; init => field = value.Indexed(); } = [];

    public IReadOnlyList<string> CveIds { get; init => field = value.Indexed(); } = [];

    public required string Reason { get; init => field = PrintableText.Lines(value); }
}
