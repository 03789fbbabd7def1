namespace PatchBaselineAssociation.Evaluation;

/// <summary>What the rules say about one version, one bit a rule.</summary>
/// <param name="Approving">Rules that approve it.</param>
/// <param name="Waiting">Rules that match it, whose date it has not reached.</param>
/// <param name="SecurityOnly">Rules that match it, but do not include what is no security update.</param>
/// <param name="PassesGlobalFilters">False where no rule was asked because the global filters leave it out.</param>
internal readonly record struct RuleVerdict(ulong Approving, ulong Waiting, ulong SecurityOnly, bool PassesGlobalFilters);
