namespace PatchBaselineAssociation.Installation;

/// <summary>Why a patch is not put on.</summary>
public enum KeptBackKind
{
    /// <summary>A setting of the administrator's: the patch is not tried, and stays missing.</summary>
    LocalSetting,

    /// <summary>It is only to be had without a trusted signature: it is never taken, and failed.</summary>
    Untrusted,

    /// <summary>The transaction that it needs is not allowed or not possible: failed.</summary>
    Plan,

    /// <summary>Its package, or one that it needs, could not be fetched: failed.</summary>
    Download,

    /// <summary>The package manager could not put it on: failed.</summary>
    Transaction,
}
