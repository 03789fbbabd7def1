namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>An update that this module had softwareupdate install. The history may have it under another name, and of one that is put on during a restart it has nothing yet.</summary>
internal sealed record OwnInstall
{
    public required string Label { get; init; }

    public required string Title { get; init; }

    public required string Version { get; init; }

    /// <summary>When softwareupdate was told to.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>softwareupdate still lists it, and puts it on when the Mac restarts.</summary>
    public required bool IsPrepared { get; init; }
}
