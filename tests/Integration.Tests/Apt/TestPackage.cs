namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A tiny Debian package for a test.</summary>
internal sealed record TestPackage(string Name, string Version)
{
    private static readonly Dictionary<string, string> s_none = [];

    public string Architecture { get; init; } = "all";

    public string Priority { get; init; } = "optional";

    public string Section { get; init; } = "utils";

    /// <summary>More lines of the control file, each ended by a line feed.</summary>
    public string ControlFields { get; init; } = "";

    /// <summary>More lines of its record in a package list.</summary>
    public string RecordFields { get; init; } = "";

    /// <summary>Maintainer scripts by name, for example postinst.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; init; } = s_none;

    /// <summary>Whether it has /etc/(name).conf, which dpkg asks about when both the administrator and a new version changed it.</summary>
    public bool HasConfigurationFile { get; init; }

    public string ConfigurationText { get; init; } = "setting\n";

    /// <summary>Further files: text by path, without a slash at its start.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = s_none;

    /// <summary>The size of a file in it that no compression makes smaller.</summary>
    public int Megabytes { get; init; }

    public string FileName => $"{Name}_{Version}_{Architecture}.deb".Replace(':', '_');

    public string ControlFile => $"""
        Package: {Name}
        Version: {Version}
        Architecture: {Architecture}
        Maintainer: Tests <tests@example.invalid>
        Priority: {Priority}
        Section: {Section}
        Description: package {Name} of a test
        {ControlFields}
        """;

    /// <summary>A kernel as Debian has them: each release is a package of a new name, and another package depends on the newest.</summary>
    public static IReadOnlyList<TestPackage> Kernel(string release, string version)
    {
        string architecture = AptRoot.NativeArchitecture;
        string image = $"linux-image-{release}-{architecture}";
        return
        [
            new TestPackage(image, version)
            {
                Architecture = architecture,
                Section = "kernel",
                Files = new Dictionary<string, string> { [$"boot/vmlinuz-{release}-{architecture}"] = "a kernel\n" },
            },
            new TestPackage($"linux-image-{architecture}", version)
            {
                Architecture = architecture,
                Section = "kernel",
                ControlFields = $"Depends: {image} (= {version})\n",
            },
        ];
    }
}
