namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A tiny Debian package for a test.</summary>
internal sealed record TestPackage(string Name, string Version)
{
    public string Architecture { get; init; } = "all";

    public string Priority { get; init; } = "optional";

    public string Section { get; init; } = "utils";

    /// <summary>More lines of the control file, each ended by a line feed.</summary>
    public string ControlFields { get; init; } = "";

    /// <summary>More lines of its record in a package list.</summary>
    public string RecordFields { get; init; } = "";

    /// <summary>Maintainer scripts by name, for example postinst.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; init; } = new Dictionary<string, string>();

    public bool HasConfigurationFile { get; init; }
}
