namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>The instance that asks, as the service knows it.</summary>
public sealed class ManagedInstance
{
    public required string Id { get; init; }

    /// <summary>As models name it.</summary>
    public string OperatingSystem { get; set; } = "DEBIAN";

    /// <summary>As snapshots name it.</summary>
    public string Product { get; set; } = "Debian12";

    /// <summary>Null where it is in none.</summary>
    public string? PatchGroup { get; set; }

    /// <summary>The role of its profile; null where it has none.</summary>
    public string? RoleName { get; set; } = "PatchedInstanceRole";

    /// <summary>Whether the body of a snapshot is packed. It carries no Content-Encoding then, as with the service.</summary>
    public bool PacksSnapshot { get; set; }

    /// <summary>The body of its snapshots, where it is not to be one made of a baseline.</summary>
    public ReadOnlyMemory<byte>? SnapshotBody { get; set; }
}
