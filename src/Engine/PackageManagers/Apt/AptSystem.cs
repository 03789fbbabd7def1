namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>One node's apt, ready to be asked until its end.</summary>
internal sealed record AptSystem : IDisposable
{
    public required AptCache Cache { get; init; }

    public required AptCalls Calls { get; init; }

    public required AptSettings Settings { get; init; }

    /// <summary>dpkg's database folder.</summary>
    public required string Database { get; init; }

    /// <summary>The native architecture.</summary>
    public required string Architecture { get; init; }

    public required IReadOnlyList<DpkgPackage> Installed { get; init; }

    /// <summary>Keeps the baseline's sources where apt reads them.</summary>
    public required IDisposable SourceLease { get; init; }

    /// <summary>How many package lists were taken over from the system's.</summary>
    public int SeededLists { get; init; }

    public void Dispose() => SourceLease.Dispose();
}
