using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Installation;

/// <summary>One package in a plan.</summary>
public sealed record PatchPlanItem
{
    public required PatchPlanAction Action { get; init; }

    /// <summary><c>name.architecture</c>, or the KB id.</summary>
    public required string Id { get; init => field = PrintableText.Of(value); }

    /// <summary>Empty where it is not installed.</summary>
    public string InstalledVersion { get; init => field = PrintableText.Of(value); } = "";

    /// <summary>The version that is put on, or that cannot be; empty for a removal.</summary>
    public string Version { get; init => field = PrintableText.Of(value); } = "";

    /// <summary>True for a patch of the baseline or the override list, false for what comes with one.</summary>
    public bool IsPatch { get; init; }

    /// <summary>Bytes still to be fetched; 0 where the package is there already.</summary>
    public long DownloadBytes { get; init; }

    /// <summary>Which rule or entry asks for it, or what keeps it from being put on.</summary>
    public required string Reason { get; init => field = PrintableText.Lines(value); }
}
