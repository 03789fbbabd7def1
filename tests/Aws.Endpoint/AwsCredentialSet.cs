namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>Keys that the endpoint takes a signature of.</summary>
public sealed record AwsCredentialSet
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>Null where the keys are those of a user, which have none.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Who asks, as messages of denial name it.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary>Whether the keys are those of the instance itself.</summary>
    public bool OfInstance { get; init; }
}
