namespace PatchBaselineAssociation.Baselines;

/// <summary>How one of the JSON shapes spells the names of a baseline.</summary>
/// <param name="IsSnapshot">camelCase and shorter names, as the deployable snapshot has them; else those of GetPatchBaseline.</param>
internal readonly record struct BaselineShape(bool IsSnapshot)
{
    public string GlobalFilters => Spell("GlobalFilters");

    public string ApprovalRules => Spell("ApprovalRules");

    public string PatchFilters => IsSnapshot ? "filters" : "PatchFilters";

    public string PatchRules => IsSnapshot ? "rules" : "PatchRules";

    public string PatchFilterGroup => IsSnapshot ? "filterGroup" : "PatchFilterGroup";

    /// <summary>A name that differs in its first letter only.</summary>
    public string Spell(string name) => IsSnapshot ? char.ToLowerInvariant(name[0]) + name.Substring(1) : name;
}
