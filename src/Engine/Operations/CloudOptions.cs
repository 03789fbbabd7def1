namespace PatchBaselineAssociation.Operations;

/// <summary>How AWS is reached; what is null is found out as the AWS tools do.</summary>
public sealed record CloudOptions
{
    public string? Region { get; init; }

    /// <summary>A profile of the shared configuration files; null for the usual chain of credentials.</summary>
    public string? ProfileName { get; init; }

    /// <summary>An endpoint for all services instead of their own: a VPC endpoint, or one for tests.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Whether somebody asked for AWS by any of them.</summary>
    public bool IsAsked => Region is not null || ProfileName is not null || EndpointUrl is not null;
}
