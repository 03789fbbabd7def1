using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Values are OR-ed, compared without case; <c>*</c> alone stands for any.</summary>
public sealed record PatchFilter(PatchFilterKey Key, IReadOnlyList<string> Values)
{
    public IReadOnlyList<string> Values { get; init => field = value.Indexed(); } = Values.Indexed();
}
