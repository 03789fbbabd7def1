using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>A patch baseline of the account or of AWS.</summary>
public sealed class StoredBaseline
{
    /// <summary><c>pb-…</c></summary>
    public required string Id { get; init; }

    public required string Arn { get; init; }

    public required string OwnerAccountId { get; init; }

    /// <summary>AWS's own: named by its resource name everywhere, and hidden from its bare id.</summary>
    public bool IsOfAws { get; init; }

    /// <summary>As GetPatchBaseline shows it; tests may change it.</summary>
    public required JsonObject Content { get; init; }

    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>As DescribeEffectivePatchesForPatchBaseline shows them: objects of Patch and PatchStatus.</summary>
    public IList<JsonObject> EffectivePatches { get; } = [];

    public string OperatingSystem => (string?)Content[nameof(OperatingSystem)] ?? "WINDOWS";

    public string Name => (string?)Content[nameof(Name)] ?? "";

    /// <summary>What answers call it: the id, or the resource name where it is AWS's.</summary>
    public string PublicId => IsOfAws ? Arn : Id;
}
