using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Nodes;

public sealed class AgentContextTests
{
    [Fact]
    public void What_the_agent_tells_is_read()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["AWS_SSM_INSTANCE_ID"] = "i-0123456789abcdef0\n",
            ["AWS_SSM_REGION_NAME"] = "eu-central-1",
            ["AWS_SSM_PLATFORM_NAME"] = "Debian GNU/Linux",
            ["AWS_SSM_PLATFORM_VERSION"] = "12",
            ["SSM_COMMAND_ID"] = "a7f84bef-2aa8-4853-a28f-e6e0108c8285",
        };

        var agent = AgentContext.Of(variables.GetValueOrDefault);

        Assert.True(agent.IsPresent);
        Assert.Equal(
            new AgentContext
            {
                InstanceId = "i-0123456789abcdef0",
                Region = "eu-central-1",
                PlatformName = "Debian GNU/Linux",
                PlatformVersion = "12",
                CommandId = "a7f84bef-2aa8-4853-a28f-e6e0108c8285",
            },
            agent);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("mi-0123456789abcdef0", true)]
    public void The_instance_id_tells_whether_there_is_an_agent(string? instanceId, bool isPresent)
    {
        var agent = AgentContext.Of(name => string.Equals(name, "AWS_SSM_INSTANCE_ID", StringComparison.Ordinal) ? instanceId : null);

        Assert.Equal((isPresent, ""), (agent.IsPresent, agent.CommandId));
    }

    [Fact]
    public void This_process_has_a_context() =>
        Assert.Equal(AgentContext.Of(Environment.GetEnvironmentVariable), AgentContext.OfThisProcess());
}
