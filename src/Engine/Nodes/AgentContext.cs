namespace PatchBaselineAssociation.Nodes;

/// <summary>What the Systems Manager agent tells a program that it starts, by the environment. What it does not tell is empty.</summary>
public sealed record AgentContext
{
    internal const string InstanceIdVariable = "AWS_SSM_INSTANCE_ID";
    internal const string RegionVariable = "AWS_SSM_REGION_NAME";
    internal const string PlatformNameVariable = "AWS_SSM_PLATFORM_NAME";
    internal const string PlatformVersionVariable = "AWS_SSM_PLATFORM_VERSION";
    internal const string CommandIdVariable = "SSM_COMMAND_ID";

    public string InstanceId { get; init; } = "";

    public string Region { get; init; } = "";

    public string PlatformName { get; init; } = "";

    public string PlatformVersion { get; init; } = "";

    /// <summary>The command that the agent carries out. In the runs of an association this is the association's id, the same each time.</summary>
    public string CommandId { get; init; } = "";

    /// <summary>Whether the agent started this program.</summary>
    public bool IsPresent => InstanceId.Length > 0;

    /// <param name="environment">Gives a variable, or null where it is not set.</param>
    public static AgentContext Of(Func<string, string?> environment) => new()
    {
        InstanceId = Read(environment, InstanceIdVariable),
        Region = Read(environment, RegionVariable),
        PlatformName = Read(environment, PlatformNameVariable),
        PlatformVersion = Read(environment, PlatformVersionVariable),
        CommandId = Read(environment, CommandIdVariable),
    };

    public static AgentContext OfThisProcess() => Of(Environment.GetEnvironmentVariable);

    private static string Read(Func<string, string?> environment, string name) => environment(name)?.Trim() ?? "";
}
