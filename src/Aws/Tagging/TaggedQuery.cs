using Amazon.Runtime;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>A page of the resources of a type that have a tag.</summary>
internal sealed class TaggedQuery(string resourceType, string key, IReadOnlyList<string> values, string? token) : AmazonWebServiceRequest
{
    public string ResourceType { get; } = resourceType;

    public string Key { get; } = key;

    public IReadOnlyList<string> Values { get; } = values;

    /// <summary>What the page before gave; null for the first.</summary>
    public string? Token { get; } = token;
}
