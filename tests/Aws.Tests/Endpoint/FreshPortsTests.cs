using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class FreshPortsTests
{
    [Fact]
    public async Task No_other_endpoint_gets_the_port_of_one()
    {
        await using AwsEndpoint aws = new();
        using S3Endpoint storage = new();
        Assert.All([aws.Url, storage.Url], url => Assert.False(FreshPorts.TryTake(new Uri(url).Port)));
    }
}
