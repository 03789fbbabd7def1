namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>An update as the stand-in plays it.</summary>
internal sealed record WorldUpdate
{
    public required string Id { get; init; }

    public int Revision { get; init; } = 1;

    public string? Title { get; init; }

    /// <summary>KB numbers, without the letters.</summary>
    public string[] Kbs { get; init; } = [];

    public string[] Bulletins { get; init; } = [];

    public string[] Cves { get; init; } = [];

    /// <summary>Ids of the updates that it takes the place of.</summary>
    public string[] Supersedes { get; init; } = [];

    public WorldCategory[] Categories { get; init; } = [];

    public string? Severity { get; init; }

    /// <summary>The day of its last publication: <c>2026-10-13</c>.</summary>
    public string? Released { get; init; }

    /// <summary>1 for software, 2 for a driver.</summary>
    public int Type { get; init; } = 1;

    /// <summary>2 for an update that has to be installed alone.</summary>
    public int Impact { get; init; }

    public bool CanRequestUserInput { get; init; }

    public bool BrowseOnly { get; init; }

    /// <summary>It has terms, which nobody has accepted yet.</summary>
    public bool Eula { get; init; }

    public bool Hidden { get; init; }

    public bool Installed { get; init; }

    /// <summary>The agent offers it again although it was installed.</summary>
    public bool ComesBack { get; init; }

    /// <summary>It is not offered before the update of this id is installed.</summary>
    public string? Follows { get; init; }

    public WorldOutcome? Download { get; init; }

    public WorldOutcome? Install { get; init; }

    /// <summary>A security update of Windows Server 2022.</summary>
    /// <param name="kb">The digits of its KB number; its id is made from them.</param>
    /// <param name="severity">That of the MSRC.</param>
    public static WorldUpdate Security(string kb, string severity = "Critical") => new()
    {
        Id = IdOf(kb),
        Title = $"2026-10 Security Update for Windows Server 2022 for x64-based Systems (KB{kb})",
        Kbs = [kb],
        Severity = severity,
        Released = "2026-10-13",
        Categories = [WorldCategory.SecurityUpdates, WorldCategory.Server],
    };

    public static string IdOf(string kb) => $"00000000-0000-4000-8000-{kb.PadLeft(12, '0')}";
}
