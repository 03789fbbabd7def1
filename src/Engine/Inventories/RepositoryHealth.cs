using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Inventories;

/// <summary>A repository as this run found it.</summary>
public sealed record RepositoryHealth
{
    /// <summary>As the package manager names it, for example <c>http://deb.debian.org/debian bookworm</c>. Credentials are cut out.</summary>
    public required string Name { get; init => field = PrintableText.Of(value); }

    public required RepositoryStatus Status { get; init; }

    /// <summary>The package manager's own words about a problem; empty where there is none.</summary>
    public string Message { get; init => field = PrintableText.Lines(value); } = "";

    /// <summary>Whether metadata of it, however old, took part in this run.</summary>
    public bool IsUsed { get; init; }

    /// <summary>When its metadata was last made or fetched; null where that is not known.</summary>
    public DateTimeOffset? MetadataTime { get; init; }
}
