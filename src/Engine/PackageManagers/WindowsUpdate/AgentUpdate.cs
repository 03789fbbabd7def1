namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>An update as the agent tells it.</summary>
internal sealed record AgentUpdate
{
    public required UpdateKey Key { get; init; }

    public string Title { get; init; } = "";

    /// <summary>As the agent gives them: digits, mostly without the letters.</summary>
    public IReadOnlyList<string> KbArticleIds { get; init; } = [];

    public IReadOnlyList<string> BulletinIds { get; init; } = [];

    public IReadOnlyList<string> CveIds { get; init; } = [];

    /// <summary>Ids of the updates that this one replaces.</summary>
    public IReadOnlyList<string> SupersededIds { get; init; } = [];

    /// <summary>Empty where the publisher gives none.</summary>
    public string MsrcSeverity { get; init; } = "";

    public IReadOnlyList<UpdateCategory> Categories { get; init; } = [];

    public bool IsDriver { get; init; }

    public DateTimeOffset? LastDeploymentChange { get; init; }

    public bool IsInstalled { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>The agent does not tell whether it is hidden, or whether it asks for input.</summary>
    public bool IsUnattendedUnknown { get; init; }

    /// <summary>Offered only to who chooses it by hand.</summary>
    public bool IsOptional { get; init; }

    public bool IsDownloaded { get; init; }

    public bool AreTermsAccepted { get; init; } = true;

    /// <summary>It is on and whole only after a restart.</summary>
    public bool IsRestartPending { get; init; }

    public bool CanRequestUserInput { get; init; }

    public UpdateImpact Impact { get; init; }

    public long MaximumDownloadSize { get; init; }

    /// <summary>Members that could not be read, with the failure.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
