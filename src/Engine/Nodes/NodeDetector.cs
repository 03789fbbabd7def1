using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Nodes;

/// <summary>Finds out what system a folder holds: the running one, or a mounted image.</summary>
public sealed class NodeDetector
{
    private const int MaximumFileBytes = 1024 * 1024;
    private const string PlatformNameVariable = "AWS_SSM_PLATFORM_NAME";
    private const string PlatformVersionVariable = "AWS_SSM_PLATFORM_VERSION";
    private const string InstanceIdVariable = "AWS_SSM_INSTANCE_ID";

    private static readonly string[] s_releaseFiles = ["etc/os-release", "usr/lib/os-release"];
    private static readonly string[] s_oldReleaseFiles = ["etc/centos-release", "etc/oracle-release", "etc/system-release", "etc/redhat-release", "etc/SuSE-release"];

    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly ISystemEnvironment _environment;

    public NodeDetector(IFileSystem files, IClock clock, ISystemEnvironment environment)
    {
        _files = files;
        _clock = clock;
        _environment = environment;
    }

    /// <param name="root">Where the system is: <c>/</c> for the running one, a folder for a mounted Linux image.</param>
    /// <exception cref="PatchException">RootNotFound, or OperatingSystemUnknown with what was read.</exception>
    public Node Detect(string root)
    {
        bool isRunning = string.Equals(root, "/", StringComparison.Ordinal);
        if (!isRunning && !_files.DirectoryExists(root))
        {
            throw new PatchException(
                ErrorIds.RootNotFound, ErrorKind.ObjectNotFound, $"The folder '{root}' does not exist.", root, "Give the folder in which the system image is mounted.");
        }

        if (isRunning && _environment.Kind == SystemKind.Windows)
            return DetectWindows();
        if (isRunning && _environment.Kind == SystemKind.MacOS)
            return DetectMacOS();

        LinuxSystem system = DetectLinux(root, isRunning);
        return new Node
        {
            Id = isRunning ? RunningId() : ImageId(root),
            OperatingSystem = system.OperatingSystem,
            PackageManager = LinuxProducts.PackageManagerOf(system.OperatingSystem, system.Version),
            Product = LinuxProducts.ProductOf(system.OperatingSystem, system.Version),
            ProductAliases = LinuxProducts.AliasesOf(system.OperatingSystem, system.Version),
            DisplayName = system.DisplayName,
            Version = system.Version,
            Architecture = isRunning ? _environment.Architecture : "",
            BootTime = isRunning ? LinuxBootTime() : null,
            Root = root,
        };
    }

    private LinuxSystem DetectLinux(string root, bool isRunning)
    {
        List<string> read = [];
        LinuxSystem? system = ReadOsRelease(root, read) ?? ReadOldRelease(root, read);
        LinuxSystem? agent = isRunning ? LinuxProducts.FromAgent(
            _environment.GetVariable(PlatformNameVariable) ?? "", _environment.GetVariable(PlatformVersionVariable) ?? "") : null;
        // The agent names what it knows; the system's own word is nearer, and tells a derivative from what it is like.
        return system ?? agent ?? throw Unknown(root, read);
    }

    private LinuxSystem? ReadOsRelease(string root, List<string> read)
    {
        foreach (string file in s_releaseFiles)
        {
            if (Read(root, file) is not { } text)
                continue;
            OsRelease release = OsRelease.Parse(text);
            if (release.IsEmpty)
                continue;
            read.Add($"{file}: ID={release["ID"]} ID_LIKE={release["ID_LIKE"]} NAME={release["NAME"]} VERSION_ID={release["VERSION_ID"]}");
            return LinuxProducts.FromOsRelease(release, DebianVersionOf(root), isRaspberryPi: Read(root, "etc/rpi-issue") is not null);
        }

        return null;
    }

    private LinuxSystem? ReadOldRelease(string root, List<string> read)
    {
        foreach (string file in s_oldReleaseFiles)
        {
            if (Read(root, file) is not { } text || text.Trim().Length == 0)
                continue;
            string line = text.Trim().Split('\n')[0].Trim();
            read.Add($"{file}: {line}");
            if (LinuxProducts.FromReleaseLine(line) is { } system)
                return system;
        }

        if (Read(root, "etc/lsb-release") is { } lsb)
        {
            OsRelease release = OsRelease.Parse(lsb);
            read.Add($"etc/lsb-release: DISTRIB_ID={release["DISTRIB_ID"]} DISTRIB_RELEASE={release["DISTRIB_RELEASE"]}");
            if (string.Equals(release["DISTRIB_ID"], "Ubuntu", StringComparison.OrdinalIgnoreCase))
                return new LinuxSystem(PatchOperatingSystem.Ubuntu, release["DISTRIB_RELEASE"], release["DISTRIB_DESCRIPTION"]);
        }

        if (DebianVersionOf(root) is { Length: > 0 } debian)
        {
            read.Add($"etc/debian_version: {debian}");
            return new LinuxSystem(PatchOperatingSystem.Debian, LinuxProducts.MajorVersion(debian), "Debian GNU/Linux " + debian);
        }

        return null;
    }

    private string DebianVersionOf(string root) => (Read(root, "etc/debian_version") ?? "").Trim();

    private Node DetectWindows() => new()
    {
        Id = RunningId(),
        OperatingSystem = PatchOperatingSystem.Windows,
        PackageManager = PackageManagerKind.WindowsUpdate,
        Product = WindowsProducts.ProductOf(_environment.SystemVersion, _environment.IsWindowsServer),
        DisplayName = $"Windows {_environment.SystemVersion}",
        Version = _environment.SystemVersion.ToString(),
        Architecture = _environment.Architecture,
        BootTime = _clock.UtcNow - _environment.Uptime,
    };

    private Node DetectMacOS()
    {
        string version = $"{_environment.SystemVersion.Major.ToString(CultureInfo.InvariantCulture)}.{_environment.SystemVersion.Minor.ToString(CultureInfo.InvariantCulture)}";
        return new Node
        {
            Id = RunningId(),
            OperatingSystem = PatchOperatingSystem.MacOS,
            PackageManager = PackageManagerKind.MacOS,
            Product = "MacOS" + version,
            DisplayName = "macOS " + version,
            Version = version,
            Architecture = _environment.Architecture,
            BootTime = _clock.UtcNow - _environment.Uptime,
        };
    }

    private string RunningId() => _environment.GetVariable(InstanceIdVariable) is { Length: > 0 } instance ? instance : _environment.HostName;

    private string ImageId(string root) =>
        (Read(root, "etc/hostname") ?? "").Trim() is { Length: > 0 } name ? name.Split('\n')[0].Trim() : Path.GetFileName(root.TrimEnd('/'));

    private DateTimeOffset? LinuxBootTime()
    {
        string seconds = (Read("/", "proc/uptime") ?? "").Split(' ')[0];
        return double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double uptime)
            ? _clock.UtcNow - TimeSpan.FromSeconds(uptime)
            : null;
    }

    /// <summary>A file below the root; null where there is none.</summary>
    private string? Read(string root, string file)
    {
        string path = Path.Combine(root, file);
        try
        {
            if (ResolveBelow(root, path) is not { } resolved || !_files.FileExists(resolved))
                return null;
            return Encoding.UTF8.GetString(_files.ReadAllBytes(resolved, MaximumFileBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.OperatingSystemUnknown, ErrorKind.ReadError, $"'{path}' cannot be read: {e.Message}", path, "Mend the file, or run as a user who may read it.", e);
        }
    }

    /// <summary>Follows a link as the image's own system would: an absolute one starts at the root. Null where it leads out of the root, or in circles.</summary>
    private string? ResolveBelow(string root, string path)
    {
        const int MostLinks = 8;
        string prefix = root.TrimEnd('/');
        for (int links = 0; links < MostLinks; links++)
        {
            if (_files.GetLinkTarget(path) is not { } target)
                return path;
            path = Path.GetFullPath(target.StartsWith("/", StringComparison.Ordinal) ? prefix + target : Path.Combine(Path.GetDirectoryName(path)!, target));
            if (prefix.Length > 0 && !path.StartsWith(prefix + "/", StringComparison.Ordinal))
                return null;
        }

        return null;
    }

    private static PatchException Unknown(string root, List<string> read)
    {
        string seen = read.Count == 0
            ? $"none of {string.Join(", ", s_releaseFiles.Concat(s_oldReleaseFiles))}, etc/lsb-release and etc/debian_version is there"
            : string.Join("; ", read);
        return new PatchException(
            ErrorIds.OperatingSystemUnknown,
            ErrorKind.InvalidData,
            $"The operating system in '{root}' is none that a patch baseline can be for: {seen}.",
            root,
            "A derivative is recognised by ID_LIKE in its os-release.");
    }
}
