using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>GetResources on the SDK's own pipeline. To be replaced by AWSSDK.ResourceGroupsTaggingAPI, which no feed at hand has.</summary>
internal sealed class TaggingClient(AWSCredentials credentials, TaggingConfig configuration) : AmazonServiceClient(credentials, configuration)
{
    public Task<TaggedPage> GetResourcesAsync(TaggedQuery query, CancellationToken cancellationToken) =>
        InvokeAsync<TaggedPage>(query, new InvokeOptions { RequestMarshaller = new TaggedQueryMarshaller(), ResponseUnmarshaller = new TaggedPageUnmarshaller() }, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.AddHandlerAfter<Marshaller>(new TaggingAuthorization());
}
