using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>A package of <see cref="MemoryPackageManager"/>, and what becomes of it.</summary>
internal sealed class MemoryPackage(string name)
{
    public string Name { get; } = name;

    public string Id => Name + ".amd64";

    public string Installed { get; set; } = "1";

    public DateTimeOffset InstalledTime { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A newer version of the security archive; null where there is none.</summary>
    public string? Update { get; set; }

    public Restriction? Restriction { get; set; }

    /// <summary>Notices of the installed version that suggest a restart.</summary>
    public IReadOnlyList<string> RestartAdvisoryIds { get; set; } = [];

    public bool IsAutomatic { get; set; }

    /// <summary>Why the solver refuses the update.</summary>
    public string? Conflict { get; set; }

    /// <summary>Why the update cannot be fetched.</summary>
    public string? DownloadProblem { get; set; }

    /// <summary>What the package manager says when it fails to put the update on.</summary>
    public string? Failure { get; set; }

    /// <summary>The first transaction ends before its turn.</summary>
    public bool IsLate { get; set; }
}
