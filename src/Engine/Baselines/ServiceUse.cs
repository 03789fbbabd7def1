namespace PatchBaselineAssociation.Baselines;

/// <summary>Whether Systems Manager is asked for a baseline.</summary>
public enum ServiceUse
{
    /// <summary>Under the Systems Manager agent, for tags, and for an id that no predefined baseline has.</summary>
    WhereNeeded,

    /// <summary>In any case, unless a file is given.</summary>
    Always,

    /// <summary>AWS is not called.</summary>
    Never,
}
