namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A tiny RPM package for a test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version"><c>[epoch:]version-release</c>.</param>
internal sealed record RpmTestPackage(string Name, string Version)
{
    public string Architecture { get; init; } = "noarch";

    public string Summary { get; init; } = "A package of a test";

    /// <summary>More lines of the spec file's first part, for example <c>Obsoletes: old</c>.</summary>
    public string SpecFields { get; init; } = "";

    /// <summary>Sections for the end of the spec file, for example a scriptlet. One in Lua needs no shell in the root.</summary>
    public string SpecSections { get; init; } = "";

    /// <summary>What /etc/(name).conf holds, which rpm keeps where it was changed; without it there is none.</summary>
    public string? ConfigurationText { get; init; }

    /// <summary>Files that the sections make, one a line.</summary>
    public string FileList { get; init; } = "";

    public string FileName => $"{Name}-{VersionRelease}.{Architecture}.rpm";

    public string Epoch => Version.Contains(':', StringComparison.Ordinal) ? Version.Split(':')[0] : "0";

    public string BareVersion => VersionRelease.Split('-')[0];

    public string Release => VersionRelease.Split('-')[1];

    private string VersionRelease => Version.Split(':')[^1];

    /// <summary>As a patch is called in a report: <c>n.a:e:v-r</c>.</summary>
    public string Title => $"{Name}.{Architecture}:{Epoch}:{VersionRelease}";
}
