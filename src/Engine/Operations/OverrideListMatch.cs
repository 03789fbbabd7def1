namespace PatchBaselineAssociation.Operations;

/// <summary>A version that an entry of an install override list names.</summary>
public sealed record OverrideListMatch
{
    /// <summary><c>name.architecture</c>, or the KB id.</summary>
    public required string Id { get; init; }

    /// <summary>Empty where it is not installed.</summary>
    public required string InstalledVersion { get; init; }

    /// <summary>The version that the entry names.</summary>
    public required string Version { get; init; }

    /// <summary>Whether an install puts this version on.</summary>
    public required bool WillBeInstalled { get; init; }

    /// <summary>Why not; empty where it does.</summary>
    public string Reason { get; init; } = "";

    public override string ToString() => InstalledVersion.Length == 0 ? $"{Id} {Version}" : $"{Id} {InstalledVersion} -> {Version}";
}
