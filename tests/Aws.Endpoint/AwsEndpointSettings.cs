namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>What an endpoint is of, from its first answer on.</summary>
public sealed record AwsEndpointSettings
{
    public string Region { get; init; } = "eu-central-1";

    /// <summary><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>.</summary>
    public string Partition { get; init; } = "aws";

    public string AccountId { get; init; } = "123456789012";

    public string InstanceId { get; init; } = "i-0abcdef1234567890";

    /// <summary>Where the models lie; the folder of Debian's package unless told.</summary>
    public string ModelFolder { get; init; } = Models.ServiceModel.DebianFolder;
}
