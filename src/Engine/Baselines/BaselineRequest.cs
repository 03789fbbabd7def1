using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Which baseline somebody wants. With neither path, override, id nor tags: the one that applies.</summary>
/// <param name="Path">A baseline file.</param>
/// <param name="BaselineId">Id, name or resource name of a baseline.</param>
/// <param name="OperatingSystem">The system it has to be for; the node's where it is null.</param>
public sealed record BaselineRequest(string? Path = null, string? BaselineId = null, PatchOperatingSystem? OperatingSystem = null)
{
    /// <summary>A path, https address or S3 address of an array of baselines, of which the one for the system is taken.</summary>
    public string? Override { get; init; }

    /// <summary>The tag that the baseline has; null where none is asked for.</summary>
    public BaselineTags? Tags { get; init; }

    public ServiceUse Service { get; init; }

    /// <summary>Tags that no baseline has are an error, instead of a warning and the baseline of patch group or default.</summary>
    public bool Strict { get; init; }
}
