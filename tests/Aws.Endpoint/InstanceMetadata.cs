namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>How the instance's metadata answers.</summary>
public sealed class InstanceMetadata
{
    /// <summary>False where metadata are switched off: everything is forbidden.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>False where the first version is answered too.</summary>
    public bool RequiresToken { get; set; } = true;
}
