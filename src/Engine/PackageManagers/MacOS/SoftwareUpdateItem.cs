namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>One update that softwareupdate offers.</summary>
internal sealed record SoftwareUpdateItem
{
    /// <summary>What it is installed by. A blank at its end belongs to it.</summary>
    public required string Label { get; init; }

    /// <summary>The name that people know, and that the install history has.</summary>
    public required string Title { get; init; }

    /// <summary>Empty for one that has none.</summary>
    public required string Version { get; init; }

    /// <summary>What is to be fetched; null where it is not told.</summary>
    public long? Bytes { get; init; }

    public bool IsRecommended { get; init; }

    public UpdateAction Action { get; init; }

    /// <summary>softwareupdate's own word for <see cref="Action"/>.</summary>
    public string ActionWord { get; init; } = "";
}
