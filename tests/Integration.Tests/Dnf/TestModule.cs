namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A stream of a module.</summary>
/// <param name="Name">Of the module.</param>
/// <param name="Stream">Of the stream.</param>
/// <param name="Packages">What belongs to it.</param>
internal sealed record TestModule(string Name, string Stream, params RpmTestPackage[] Packages)
{
    public string Yaml => $$"""
        ---
        document: modulemd
        version: 2
        data:
          name: {{Name}}
          stream: "{{Stream}}"
          version: 1
          context: c{{Stream}}
          arch: x86_64
          summary: A module of a test
          description: A module of a test
          license: {module: [MIT]}
          artifacts: {rpms: [{{string.Join(", ", Packages.Select(package => $"\"{package.Name}-{package.Epoch}:{package.BareVersion}-{package.Release}.{package.Architecture}\""))}}]}
        ...

        """;

    /// <summary>That this stream is taken where none was chosen.</summary>
    public string DefaultYaml => $$"""
        ---
        document: modulemd-defaults
        version: 1
        data:
          module: {{Name}}
          stream: "{{Stream}}"
        ...

        """;

    /// <summary>The notice of a stream, as publishers of modules write it.</summary>
    public string Notice(string id, params RpmTestPackage[] packages) => new TestNotice(id, packages).Xml.Replace(
        "<name>tests</name>", $"""<name>tests</name><module name="{Name}" stream="{Stream}" version="1" context="c{Stream}" arch="x86_64"/>""", StringComparison.Ordinal);
}
