namespace PatchBaselineAssociation.Overrides;

/// <summary>What the id of an override entry looks like; which of its kinds a node knows depends on its operating system.</summary>
public enum OverrideEntryKind
{
    /// <summary>A package, patch or version, written out.</summary>
    Exact,

    /// <summary>A pattern with <c>*</c>, <c>?</c> or a set in brackets.</summary>
    Pattern,

    /// <summary>A KB number, with or without the letters.</summary>
    KnowledgeBase,

    /// <summary>A Microsoft bulletin such as <c>MS17-023</c>.</summary>
    Bulletin,
}
