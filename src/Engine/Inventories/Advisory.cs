namespace PatchBaselineAssociation.Inventories;

/// <summary>An update notice of the publisher.</summary>
public sealed record Advisory
{
    /// <summary>For example <c>RHSA-2017:0864</c> or <c>ALAS-2018-123</c>.</summary>
    public required string Id { get; init; }

    public string Title { get; init; } = "";

    /// <summary>Title-cased type: Security, Bugfix, Enhancement, Recommended, Newpackage …</summary>
    public string Classification { get; init; } = "";

    /// <summary>The publisher's severity as it stands in the notice; empty where it gives none.</summary>
    public string Severity { get; init; } = "";

    public DateTimeOffset? Issued { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public IReadOnlyList<string> CveIds { get; init; } = [];

    /// <summary>Digits only.</summary>
    public IReadOnlyList<string> BugzillaIds { get; init; } = [];
}
