namespace PatchBaselineAssociation.Baselines;

/// <summary>What a step of the search for a baseline came to.</summary>
public enum BaselineStepOutcome
{
    /// <summary>It was not asked, because nothing was given to ask with, or nobody is there to ask.</summary>
    PassedOver,

    /// <summary>It was asked and has no baseline for this system.</summary>
    NoMatch,

    /// <summary>It gave the baseline.</summary>
    Answered,
}
