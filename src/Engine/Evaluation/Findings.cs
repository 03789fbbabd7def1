using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>What a look at all versions of one entry brought.</summary>
internal struct Findings
{
    /// <summary>Approved, newer than installed or not finished, and nothing keeps it away.</summary>
    public Candidate Free;

    /// <summary>Approved and newer than installed, but a local setting or missing trust keeps it away.</summary>
    public Candidate Restricted;

    /// <summary>Approved and not newer than installed.</summary>
    public Candidate Settled;

    /// <summary>Approved but for the rejected list.</summary>
    public Candidate WouldBeApproved;

    /// <summary>Approved but for its publisher, who does not offer it to this node.</summary>
    public Candidate Withheld;

    /// <summary>Matched by a rule whose date it has not reached.</summary>
    public Candidate Waiting;

    public string? InstalledRejectedBy;

    /// <summary>A list entry that rejects some version.</summary>
    public string? RejectedBy;

    public int RejectedVersions;

    /// <summary>An approved list entry that names a version, but no security update.</summary>
    public string? ListedButNotSecurity;

    /// <summary>Rules that match a version, but only take security updates.</summary>
    public ulong SecurityOnly;

    public bool PassesGlobalFilters;

    /// <summary>The highest level of all approved versions.</summary>
    public ComplianceLevel Level;

    /// <summary>The highest level of the approved versions that are newer than installed.</summary>
    public ComplianceLevel LevelOfNewer;
}
