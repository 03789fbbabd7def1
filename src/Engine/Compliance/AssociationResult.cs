namespace PatchBaselineAssociation.Compliance;

/// <summary>The result of one run for an association, as it is kept until Systems Manager has it.</summary>
public sealed record AssociationResult
{
    /// <summary>The instance that it was found on.</summary>
    public required string InstanceId { get; init; }

    public required string AssociationId { get; init; }

    public required bool IsCompliant { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset ExecutionTime { get; init; }

    public string BaselineId { get; init; } = "";

    public string BaselineName { get; init; } = "";

    /// <summary>Patch group, ids, counts and times as one JSON text of the published shape.</summary>
    public required string DetailedText { get; init; }

    /// <summary>SHA-256 in hexadecimal digits over what <see cref="DetailedText"/> says of the node, without times and ids of the run.</summary>
    public required string ResultHash { get; init; }

    /// <summary>What Systems Manager told of the association; null where it could not be asked.</summary>
    public AssociationFacts? Association { get; init; }
}
