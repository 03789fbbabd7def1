using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Nodes;

/// <summary>Finds out what system a node runs, from os-release and its relatives and what the running system tells.</summary>
public sealed class NodeDetector
{
    private const string LsbReleaseFile = "etc/lsb-release";
    private const string DebianVersionFile = "etc/debian_version";
    private const string RaspberryPiIssueFile = "etc/rpi-issue";
    private const string MacOSVersionFile = "System/Library/CoreServices/SystemVersion.plist";
    private const long MaximumBytes = 1 << 20;
    private const long MaximumProgramBytes = 16 << 20;
    private const int MaximumQuotedLength = 80;

    /// <summary>More than any host's name has.</summary>
    private const int MaximumIdLength = 255;

    private static readonly string[] s_osReleaseFiles = ["etc/os-release", "usr/lib/os-release"];
    private static readonly string[] s_releaseLineFiles = ["etc/centos-release", "etc/system-release", "etc/redhat-release"];

    /// <summary>Programs that every system has, from which an image's architecture is read.</summary>
    private static readonly string[] s_programs = ["usr/bin/true", "bin/true", "bin/sh"];

    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly INodeEnvironment _environment;
    private readonly IEventSink _events;
    private readonly Func<string, string?> _realPath;
    private readonly Func<string, FileIdentity?> _identify;

    /// <param name="files">The disk.</param>
    /// <param name="clock">The present, from which the time of the last start is counted back.</param>
    /// <param name="environment">What the running system tells.</param>
    /// <param name="events">Hears of what did not fit together; null where nobody listens.</param>
    public NodeDetector(IFileSystem files, IClock clock, INodeEnvironment environment, IEventSink? events = null)
        : this(files, clock, environment, events, UnixFiles.RealPath, UnixFiles.GetIdentity)
    {
    }

    /// <param name="files">The disk.</param>
    /// <param name="clock">The present.</param>
    /// <param name="environment">What the running system tells.</param>
    /// <param name="events">Hears of what did not fit together; null where nobody listens.</param>
    /// <param name="realPath">Gives a path without links; null where it leads nowhere.</param>
    /// <param name="identify">Tells one folder from all others, links followed; null where that is not known.</param>
    internal NodeDetector(
        IFileSystem files, IClock clock, INodeEnvironment environment, IEventSink? events, Func<string, string?> realPath, Func<string, FileIdentity?> identify)
    {
        _files = files;
        _clock = clock;
        _environment = environment;
        _events = events ?? NullEventSink.Instance;
        _realPath = realPath;
        _identify = identify;
    }

    /// <param name="root">The folder of a mounted Linux image; <c>/</c>, or whatever else leads there, is the running system.</param>
    /// <exception cref="PatchException">RootNotFound, or OperatingSystemUnknown: the message names what was read.</exception>
    public Node Detect(string root)
    {
        root = RootOf(root);
        if (!string.Equals(root, SystemFiles.RunningSystem, StringComparison.Ordinal))
        {
            if (!_files.DirectoryExists(root))
                throw NoRoot(root);
            if (_environment.Kind == SystemKind.MacOS || _files.FileExists(Path.Combine(root, MacOSVersionFile)))
                throw NoMacOSImage(root);
            return DetectLinux(root);
        }

        return _environment.Kind switch
        {
            SystemKind.Windows => DetectWindows(),
            SystemKind.MacOS => DetectMacOS(),
            _ => DetectLinux(root),
        };
    }

    /// <summary>The one name of a root, whether there is a folder or not: <c>/</c> for everything that is the running system's root, be it a link, a second mount
    /// or <c>/proc/self/root</c>; for an image its path without links, so that two ways to it are one node with one state.</summary>
    /// <exception cref="PatchException">RootNotFound: it can be no path.</exception>
    public string RootOf(string root)
    {
        if (root.Length == 0 || root.IndexOf('\0') >= 0)
            throw NoRoot(root);
        if (root.Trim('/').Length == 0)
            return SystemFiles.RunningSystem;

        string full = Path.GetFullPath(root).TrimEnd('/');
        if (full.Length == 0)
            return SystemFiles.RunningSystem;
        FileIdentity? identity = _identify(full);
        if (identity is not null && identity == _identify(SystemFiles.RunningSystem))
            return SystemFiles.RunningSystem;

        // What the link /proc/<pid>/root says holds for that process alone: a container's says "/", and leads to another folder than that.
        string real = _realPath(full)?.TrimEnd('/') ?? full;
        if (identity is not null && identity != _identify(real.Length == 0 ? SystemFiles.RunningSystem : real))
            return full;
        return real.Length == 0 ? SystemFiles.RunningSystem : real;
    }

    private static PatchException NoRoot(string root) => new(
        ErrorIds.RootNotFound,
        ErrorKind.ObjectNotFound,
        $"There is no folder '{Printable(root)}', so there is no system in it to look at.",
        root,
        "Mount the system image and give the folder that holds its etc and usr folders, or leave the root out for the running system.");

    private static PatchException NoMacOSImage(string root) => new(
        ErrorIds.OperatingSystemNotSupportedYet,
        ErrorKind.NotImplemented,
        $"The system in '{Printable(root)}' cannot be looked at: images are those of Linux, on Linux. Of macOS only the running system can be asked for its updates.",
        root,
        "Leave -Root out to look at the running system.")
    { ExitCode = ExitCodes.OperatingSystemNotSupported };

    private Node DetectLinux(string root)
    {
        SystemFiles system = new(_files, root);
        string osReleaseFile = s_osReleaseFiles.FirstOrDefault(system.Exists) ?? "";
        ReleaseFiles release = ReadReleaseFiles(system, osReleaseFile);
        Identification? fromFiles = LinuxIdentifier.Identify(release);
        Identification identified = (system.IsRunningSystem ? WithAgent(fromFiles, Saying(system, release, osReleaseFile)) : fromFiles)
            ?? throw Unknown(system, release, osReleaseFile);

        string product = ProductNames.Product(identified.OperatingSystem, identified.Version);
        return new Node
        {
            Id = system.IsRunningSystem ? RunningId() : ImageId(system, root),
            OperatingSystem = identified.OperatingSystem,
            PackageManager = ProductNames.PackageManager(identified.OperatingSystem, identified.Version),
            Product = product,
            ProductAliases = ProductNames.Aliases(identified.OperatingSystem, identified.Version),
            DisplayName = DisplayName(release, product),
            Version = identified.Version,
            Architecture = system.IsRunningSystem ? _environment.MachineArchitecture : ImageArchitecture(system),
            BootTime = system.IsRunningSystem ? LinuxBootTime(system) : null,
            Root = root,
        };
    }

    private Node DetectWindows()
    {
        Version version = _environment.SystemVersion ?? throw UnknownSystem("Windows", "which tells no version");
        (string product, string name) = ProductNames.Windows(version, _environment.IsWindowsServer)
            ?? throw UnknownSystem($"Windows {(_environment.IsWindowsServer ? "server" : "client")} {version}", "which is older than Windows Server 2012 and Windows 10");
        return RunningNode(PatchOperatingSystem.Windows, product, [], $"{name} ({version})", version);
    }

    private Node DetectMacOS()
    {
        Version version = _environment.SystemVersion ?? throw UnknownSystem("macOS", "which tells no version");
        string product = ProductNames.Product(PatchOperatingSystem.MacOS, $"{version.Major}.{version.Minor}");
        string exact = ProductNames.Product(PatchOperatingSystem.MacOS, version.ToString());
        string[] aliases = string.Equals(product, exact, StringComparison.Ordinal) ? [] : [exact];
        return RunningNode(PatchOperatingSystem.MacOS, product, aliases, $"macOS {version}", version);
    }

    private Node RunningNode(PatchOperatingSystem system, string product, IReadOnlyList<string> aliases, string displayName, Version version) => new()
    {
        Id = RunningId(),
        OperatingSystem = system,
        PackageManager = ProductNames.PackageManager(system, ""),
        Product = product,
        ProductAliases = aliases,
        DisplayName = displayName,
        Version = version.ToString(),
        Architecture = _environment.MachineArchitecture,
        BootTime = _environment.GetBootTime(_clock.UtcNow),
    };

    private static ReleaseFiles ReadReleaseFiles(SystemFiles system, string osReleaseFile) => new()
    {
        OsRelease = OsRelease.Parse(Read(system, osReleaseFile)),
        LsbRelease = OsRelease.Parse(Read(system, LsbReleaseFile)),
        ReleaseLines = s_releaseLineFiles.Select(file => FirstLine(Read(system, file))).Where(line => line.Length > 0).ToArray(),
        DebianVersion = FirstLine(Read(system, DebianVersionFile)),
        HasRaspberryPiIssue = system.Exists(RaspberryPiIssueFile),
    };

    private static string Read(SystemFiles system, string file)
    {
        try
        {
            return file.Length == 0 ? "" : system.ReadText(file, MaximumBytes) ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string path = system.DisplayPath(file);
            throw new PatchException(
                ErrorIds.OperatingSystemUnknown,
                exception is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.ReadError,
                $"What system this is cannot be told, because '{path}' cannot be read: {exception.Message}",
                path,
                "Make the file readable for the user that runs this.",
                exception)
            { ExitCode = ExitCodes.OperatingSystemNotSupported };
        }
    }

    /// <summary>The agent's name for the system is the service's, and decides where files only hint; it never overrules what the system calls itself.</summary>
    private Identification? WithAgent(Identification? fromFiles, string? saying)
    {
        string name = _environment.GetVariable(AgentContext.PlatformNameVariable) ?? "";
        if (SystemNames.FindName(name) is not { } system)
            return fromFiles;

        string version = ProductNames.CleanVersion(_environment.GetVariable(AgentContext.PlatformVersionVariable) ?? "");
        if (system == PatchOperatingSystem.AmazonLinux2 && version.Length > 0)
            system = SystemNames.AmazonOf(version) ?? system;
        version = ProductNames.ShortVersion(system, version);
        if (fromFiles is null)
            return new Identification(system, version, IsInferred: true);

        if (fromFiles.OperatingSystem == system || (SystemNames.IsAmazon(fromFiles.OperatingSystem) && SystemNames.IsAmazon(system)))
            return fromFiles.Version.Length > 0 ? fromFiles : fromFiles with { Version = version };

        if (fromFiles.IsInferred && Family(fromFiles.OperatingSystem) == Family(system))
            return new Identification(system, version.Length > 0 ? version : fromFiles.Version, IsInferred: true);

        _events.Warn(
            ErrorIds.OperatingSystemContradiction,
            $"The Systems Manager agent calls this system '{Printable(name)}' ({AgentContext.PlatformNameVariable}). {saying ?? "Its files say otherwise"}. "
                + $"The system's own files count: it is taken for {fromFiles.OperatingSystem.ToWireName()}.",
            name);
        return fromFiles;
    }

    private static PackageManagerKind Family(PatchOperatingSystem system)
    {
        PackageManagerKind kind = ProductNames.PackageManager(system, "");
        return kind == PackageManagerKind.Yum ? PackageManagerKind.Dnf : kind;
    }

    private string RunningId() => NodeId(_environment.GetVariable(AgentContext.InstanceIdVariable)?.Trim() is { Length: > 0 } id ? id : _environment.HostName);

    private string ImageId(SystemFiles system, string root)
    {
        string name = FirstLine(ReadOptional(system, "etc/hostname"));
        return NodeId(name.Length > 0 ? name : Path.GetFileName(root));
    }

    private static string NodeId(string name) => PrintableText.Of(name, MaximumIdLength);

    private string ImageArchitecture(SystemFiles system)
    {
        foreach (string program in s_programs)
        {
            try
            {
                string architecture = Architectures.OfProgram(system.ReadBytes(program, MaximumProgramBytes));
                if (architecture.Length > 0)
                    return architecture;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _events.Verbose($"The image's architecture cannot be read from '{system.DisplayPath(program)}': {exception.Message}");
            }
        }

        return "";
    }

    private DateTimeOffset? LinuxBootTime(SystemFiles system)
    {
        string uptime = ReadOptional(system, "proc/uptime").Split(' ')[0];
        DateTimeOffset now = _clock.UtcNow;
        return double.TryParse(uptime, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < (now - DateTimeOffset.MinValue).TotalSeconds
            ? now - TimeSpan.FromSeconds(seconds)
            : null;
    }

    private string ReadOptional(SystemFiles system, string file)
    {
        try
        {
            return system.ReadText(file, MaximumBytes) ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _events.Verbose($"'{system.DisplayPath(file)}' cannot be read: {exception.Message}");
            return "";
        }
    }

    private static string FirstLine(string text) => text.TrimStart('\uFEFF').Split('\n')[0].Trim();

    private static string DisplayName(ReleaseFiles release, string product)
    {
        string name = release.OsRelease.PrettyName;
        if (name.Length == 0)
            name = $"{release.OsRelease.Name} {release.OsRelease["VERSION"]}".Trim();
        if (name.Length == 0)
            name = release.ReleaseLines.Count > 0 ? release.ReleaseLines[0] : release.LsbRelease["DISTRIB_DESCRIPTION"];
        return name.Length == 0 ? product : Printable(name);
    }

    private static PatchException Unknown(SystemFiles system, ReleaseFiles release, string osReleaseFile)
    {
        if (Saying(system, release, osReleaseFile) is { } saying)
            return UnknownSystem(saying, "and patch baselines exist neither for that nor for a parent that it names", system.DisplayPath(osReleaseFile));

        IEnumerable<string> files = s_osReleaseFiles.Concat(s_releaseLineFiles).Concat([DebianVersionFile, LsbReleaseFile]);
        return new PatchException(
            ErrorIds.OperatingSystemUnknown,
            ErrorKind.ObjectNotFound,
            $"What system this is cannot be told: none of {string.Join(", ", files.Select(file => $"'{system.DisplayPath(file)}'"))} tells.",
            system.DisplayPath(""),
            "Give the folder that holds the etc and usr folders of a Linux system.")
        { ExitCode = ExitCodes.OperatingSystemNotSupported };
    }

    /// <summary>What the files call the system, and which of them does; null where none does.</summary>
    private static string? Saying(SystemFiles system, ReleaseFiles release, string osReleaseFile)
    {
        if (osReleaseFile.Length > 0)
        {
            return $"'{system.DisplayPath(osReleaseFile)}' says ID={Quote(release.OsRelease["ID"])}, "
                + $"ID_LIKE={Quote(release.OsRelease["ID_LIKE"])}, NAME={Quote(release.OsRelease.Name)}";
        }

        string line = release.ReleaseLines.Count > 0 ? release.ReleaseLines[0] : release.LsbRelease["DISTRIB_ID"];
        return line.Length > 0 ? $"A release file in '{system.DisplayPath("etc")}' says {Quote(line)}" : null;
    }

    private static PatchException UnknownSystem(string what, string why, string? target = null) => new(
        ErrorIds.OperatingSystemUnknown,
        ErrorKind.InvalidData,
        $"{what}, {why}.",
        target ?? what,
        "Patch baselines exist for " + string.Join(", ", OperatingSystems.All.Select(system => system.ToWireName()))
            + ". A derivative of one of them is recognised when ID_LIKE in its os-release names it.")
    { ExitCode = ExitCodes.OperatingSystemNotSupported };

    private static string Quote(string value) => value.Length == 0 ? "(none)" : $"\"{Printable(value)}\"";

    private static string Printable(string text) => PrintableText.Of(text, MaximumQuotedLength);
}
