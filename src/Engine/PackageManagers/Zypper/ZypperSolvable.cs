using System.Xml.Linq;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>A package as zypper names it.</summary>
internal sealed record ZypperSolvable
{
    public required string Name { get; init; }

    public required string Architecture { get; init; }

    /// <summary><c>epoch:version-release</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Alias of the repository; empty where that was not told.</summary>
    public string Repository { get; init; } = "";

    public string Id => $"{Name}.{Architecture}";

    /// <exception cref="Platform.PatchException">ToolOutputNotUnderstood.</exception>
    public static ZypperSolvable Read(XElement element, string repositoryAttribute = "repository") => new()
    {
        Name = ZypperOutput.Attribute(element, "name"),
        Architecture = ZypperOutput.Attribute(element, "arch"),
        Version = WithEpoch(ZypperOutput.Attribute(element, "edition")),
        Repository = element.Attribute(repositoryAttribute)?.Value ?? "",
    };

    /// <summary>zypper leaves an epoch of 0 out.</summary>
    public static string WithEpoch(string edition) => edition.IndexOf(':') < 0 ? "0:" + edition : edition;
}
