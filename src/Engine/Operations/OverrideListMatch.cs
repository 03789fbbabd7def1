using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Operations;

/// <summary>A version that an entry of an install override list names.</summary>
public sealed record OverrideListMatch
{
    /// <summary><c>name.architecture</c>, or the KB id.</summary>
    public required string Id { get; init => field = PrintableText.Of(value); }

    /// <summary>Empty where it is not installed.</summary>
    public required string InstalledVersion { get; init => field = PrintableText.Of(value); }

    /// <summary>The version that the entry names.</summary>
    public required string Version { get; init => field = PrintableText.Of(value); }

    /// <summary>What an install makes of this version.</summary>
    public required OverrideListEntryStatus Status { get; init; }

    /// <summary>Why it is not put on; empty where it is.</summary>
    public string Reason { get; init => field = PrintableText.Lines(value); } = "";

    public override string ToString() => InstalledVersion.Length == 0 ? $"{Id} {Version}" : $"{Id} {InstalledVersion} -> {Version}";
}
