using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>One step of the search for a baseline.</summary>
/// <param name="Kind">Which step.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Explanation">One sentence for people.</param>
public sealed record BaselineStep(BaselineOriginKind Kind, BaselineStepOutcome Outcome, string Explanation)
{
    public string Explanation { get; init => field = PrintableText.Of(value); } = PrintableText.Of(Explanation);

    public override string ToString() => $"{Kind}: {Explanation}";
}
