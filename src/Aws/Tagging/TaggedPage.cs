using Amazon.Runtime;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>Resources of one page.</summary>
internal sealed class TaggedPage : AmazonWebServiceResponse
{
    public IReadOnlyList<string> Arns { get; init; } = [];

    /// <summary>For the next page; empty after the last.</summary>
    public string Token { get; init; } = "";
}
