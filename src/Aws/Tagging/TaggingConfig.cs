using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SimpleSystemsManagement;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>Where and how the Resource Groups Tagging API is called.</summary>
internal sealed class TaggingConfig : ClientConfig
{
    public TaggingConfig(string region)
        : base(new DefaultConfigurationProvider(AmazonSimpleSystemsManagementDefaultConfiguration.GetAllConfigurations()))
    {
        ServiceId = "Resource Groups Tagging API";
        AuthenticationServiceName = "tagging";
        AuthenticationRegion = region;

        // The SDK reads an address out of the environment by the service's id, but takes it for one only once it was set.
        ServiceURL = string.IsNullOrEmpty(ServiceURL) ? $"https://tagging.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}" : ServiceURL;
    }

    public override string RegionEndpointServiceName => "tagging";

    public override string ServiceVersion => "2017-01-26";

    public override string UserAgent => "PatchBaselineAssociation";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);
}
