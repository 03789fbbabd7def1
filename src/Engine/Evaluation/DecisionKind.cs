namespace PatchBaselineAssociation.Evaluation;

public enum DecisionKind
{
    /// <summary>No rule and no list entry approves any version of it.</summary>
    NotInBaseline,

    /// <summary>A version is approved.</summary>
    Approved,

    /// <summary>The installed version, or every approved version, is on the rejected list.</summary>
    Rejected,
}
