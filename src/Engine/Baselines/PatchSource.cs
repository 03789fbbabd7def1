using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>An alternative repository that a baseline brings along.</summary>
public sealed record PatchSource(string Name, IReadOnlyList<string> Products, string Configuration)
{
    public IReadOnlyList<string> Products { get; init => field = value.Indexed(); } = Products.Indexed();
}
