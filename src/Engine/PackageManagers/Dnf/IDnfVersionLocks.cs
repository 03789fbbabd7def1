namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What versionlock keeps away.</summary>
internal interface IDnfVersionLocks
{
    /// <summary>Whether dnf itself keeps it away in its answers: then they alone decide, and this has the words.</summary>
    bool CountInAnswers { get; }

    /// <summary>Why a version is kept away; null where it is not.</summary>
    string? Reason(DnfOffer offer);
}
