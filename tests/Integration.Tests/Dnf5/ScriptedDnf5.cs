using System.Text.Json;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>Stands in for dnf 5, which Debian does not have: keeps a cache in its layout from real repositories, answers in its words, and changes rpm's real database. rpm is real.</summary>
internal sealed class ScriptedDnf5(DnfRoot root, IProcessRunner real) : IProcessRunner, IDetachedProcessRunner
{
    private readonly List<(string Id, RpmTestPackage[] Packages, bool ChecksSignatures)> _repositories = [];
    private readonly Lock _gate = new();

    /// <summary>Names that the configuration excludes.</summary>
    public HashSet<string> Excluded { get; } = [];

    /// <summary>Names that versionlock keeps as they are.</summary>
    public HashSet<string> Locked { get; } = [];

    /// <summary>What packages need: they come along.</summary>
    public Dictionary<string, RpmTestPackage> Companions { get; } = [];

    /// <summary>Packages whose script fails.</summary>
    public HashSet<string> Failing { get; } = [];

    public void AddRepository(string id, RpmTestPackage[] packages, bool checksSignatures) => _repositories.Add((id, packages, checksSignatures));

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        if (request.Tool is "rpm")
            return real.RunAsync(request, cancellationToken);
        lock (_gate)
            return Task.FromResult(Answer(request.Arguments));
    }

    public Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken)
    {
        bool onlyFetches = request.Arguments.Contains("--downloadonly");
        (int exitCode, string output) = Change([.. Named(request.Arguments, "upgrade").Where(name => name != "--downloadonly").SelectMany(spec => WithCompanion(Find(spec)!))], onlyFetches);
        return Task.FromResult(new DetachedProcessResult { ExitCode = exitCode, Output = Dnf5Text.Loading + Dnf5Text.Loaded + output, Duration = TimeSpan.Zero });
    }

    private static ProcessResult Result(int exitCode, string output, string errors = "") => new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };

    private static IEnumerable<string> Named(IReadOnlyList<string> arguments, string last) => arguments.SkipWhile(argument => argument != last).Skip(1);

    private ProcessResult Answer(IReadOnlyList<string> arguments)
    {
        string cache = CacheOf(arguments);
        if (arguments.Contains("repolist"))
            return Result(0, JsonSerializer.Serialize(_repositories.Select(repository => new { id = repository.Id, name = NameOf(repository.Id), is_enabled = true })));
        if (arguments.Contains("--duplicates"))
            return Result(0, "");
        if (!arguments.Contains("repoquery"))
            return Plan(arguments);
        string errors = Dnf5Text.Loading;
        bool fetches = arguments.Contains("--setopt=*.metadata_expire=0");
        Assert.NotEqual(fetches, arguments.Contains("--cacheonly"));
        HashSet<string> failed = [];
        foreach ((string id, _, _) in fetches ? _repositories : [])
        {
            string metadata = Path.Combine(root.RepositoryFolder(id), "repodata");
            if (!Directory.Exists(metadata))
            {
                failed.Add(id);
                errors += Dnf5Text.Unreachable(NameOf(id), $"{metadata}/repomd.xml");
                continue;
            }

            errors += Dnf5Text.Line(" " + NameOf(id));
            string folder = Path.Combine(FolderOf(cache, id), "repodata");
            Directory.CreateDirectory(folder);
            foreach (string file in Directory.GetFiles(metadata))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        return Result(0, Query(arguments, cache, failed), errors + Dnf5Text.Loaded);
    }

    private string Query(IReadOnlyList<string> arguments, string cache, HashSet<string> failed)
    {
        bool isUpgrades = arguments.Contains("--upgrades"), ignoresExcludes = arguments.Contains("--setopt=disable_excludes=*");
        string format = Named(arguments, "--queryformat").First();
        string[] names = [.. Named(arguments, format)];
        bool isOfSizes = format == DnfDialect.Five.Format(DnfSizes.Format);
        Assert.True(isOfSizes || format == DnfDialect.Five.Format(DnfRepoQuery.Format));
        Dictionary<string, string> installed = Installed();
        return string.Concat(
            from repository in _repositories
            where !failed.Contains(repository.Id) && File.Exists(Path.Combine(FolderOf(cache, repository.Id), "repodata", "repomd.xml"))
            from package in repository.Packages
            where ignoresExcludes || !(Excluded.Contains(package.Name) || (isUpgrades && Locked.Contains(package.Name)))
            where isUpgrades
                ? installed.TryGetValue(package.Name, out string? before) && RpmVersion.Compare(VersionOf(package), before) > 0
                : names.Contains(package.Name, StringComparer.Ordinal) || names.Contains($"{package.Name}-{VersionOf(package)}", StringComparer.Ordinal)
            select isOfSizes
                ? $"size:\t{package.Name}\t{package.Architecture}\t{package.Epoch}\t{package.BareVersion}\t{package.Release}\t5537\t0\n"
                : string.Concat(((string[])[package.Name, package.Epoch, package.BareVersion, package.Release, package.Architecture, repository.Id, package.Summary]).Select(field => DnfRepoQuery.Separator + field)) + "\n");
    }

    private ProcessResult Plan(IReadOnlyList<string> arguments)
    {
        Assert.Contains("--assumeno", arguments);
        string[] specs = [.. Named(arguments, "upgrade")];
        const string Unresolved = Dnf5Text.Loading + Dnf5Text.Loaded + "Failed to resolve the transaction:\n";
        string[] unknown = [.. specs.Where(spec => Find(spec) is null)];
        if (unknown.Length > 0)
            return Result(1, "", Unresolved + string.Concat(unknown.Select(spec => $"No match for argument: {spec}\n")) + "You can try to add to command line:\n  --skip-unavailable to skip unavailable packages\n");
        RpmTestPackage[] named = [.. specs.Select(spec => Find(spec)!)];
        RpmTestPackage[] companions = [.. named.SelectMany(WithCompanion).Except(named)];
        Dictionary<string, string> installed = Installed();
        (RpmTestPackage, string)[] Rows(IEnumerable<RpmTestPackage> packages) => [.. packages.Select(package => (package, installed.GetValueOrDefault(package.Name, "")))];
        (RpmTestPackage Package, string Before)[] upgrades = Rows(named.Concat(companions.Where(companion => installed.ContainsKey(companion.Name))));
        (RpmTestPackage Package, string Before)[] news = Rows(companions.Where(companion => !installed.ContainsKey(companion.Name)));
        return Result(
            1,
            Dnf5Text.Plan([("Upgrading", upgrades), .. news.Length > 0 ? [("Installing dependencies", news)] : Array.Empty<(string, IEnumerable<(RpmTestPackage, string)>)>()]),
            Dnf5Text.Loading + Dnf5Text.Loaded + "Total size of inbound packages is 5 KiB. Need to download 5 KiB.\nOperation aborted by the user.\n");
    }

    private (int ExitCode, string Output) Change(IReadOnlyList<RpmTestPackage> packages, bool onlyFetches)
    {
        string output = "";
        bool isWhole = true;
        foreach (RpmTestPackage package in packages)
        {
            string subject = $"[1/1] {package.Name}-{VersionOf(package)}.{package.Architecture}";
            if (FileOf(package) is not null)
            {
                output += Dnf5Text.Line(subject) + (onlyFetches ? "" : Dnf5Text.Message("Already downloaded"));
                continue;
            }

            isWhole = false;
            output += Dnf5Text.Line(subject, "0")
                + Dnf5Text.Message($"Curl error (37): Couldn't read a file:// file for file:///{package.FileName} [Couldn't open file /{package.FileName}] - file:///{package.FileName}")
                + Dnf5Text.Message("No more mirrors to try - All mirrors were already tried without success");
        }

        output += new string('-', 500) + "\n" + Dnf5Text.Line("[1/1] Total");
        if (!isWhole)
            return (1, output + "Failed to download packages\n Librepo error: Cannot download it: All mirrors were tried\n");
        return onlyFetches ? (0, output + "Complete!\n") : PutOn(packages, output + "Running transaction\n");
    }

    private (int ExitCode, string Output) PutOn(IReadOnlyList<RpmTestPackage> packages, string output)
    {
        if (_repositories.FirstOrDefault(repository => repository.ChecksSignatures).Packages?.FirstOrDefault(packages.Contains) is { } unsigned)
        {
            string name = $"{unsigned.Name}-{VersionOf(unsigned)}.{unsigned.Architecture}";
            return (1, output + $"Transaction failed: Signature verification failed.\nOpenPGP check for package \"{name}\" (/cache/{name}.rpm) from repo \"more\" has failed: The package is not signed.\n");
        }

        output += Dnf5Text.Line("[1/9] Verify package files") + Dnf5Text.Line("[2/9] Prepare transaction");
        foreach (RpmTestPackage package in packages)
        {
            string version = $"{package.Name}-{package.BareVersion}-{package.Release}.{package.Architecture}";
            if (Failing.Contains(package.Name))
                output += Dnf5Text.Message($"Error in pre-install scriptlet: {package.Name}-{VersionOf(package)}.{package.Architecture}") + Dnf5Text.Message($"[RPM] lua script failed: [string \"%prein({version})\"]:1: no way") + Dnf5Text.Message($"[RPM] {version}: install failed");
            else
                Tool.Run("rpm", "--dbpath", root.Inside("var/lib/rpm"), "--upgrade", "--justdb", "--nodeps", "--ignorearch", FileOf(package)!);
        }

        output += "Warning: skipped OpenPGP checks for 1 package from repository: base\n";
        return packages.Any(package => Failing.Contains(package.Name)) ? (1, output + "Transaction failed: Rpm transaction failed.\n") : (0, output + "Complete!\n");
    }

    private Dictionary<string, string> Installed() => Tool
        .Run("rpm", "--dbpath", root.Inside("var/lib/rpm"), "--query", "--all", "--queryformat", "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\n")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words[1]);

    private IEnumerable<RpmTestPackage> WithCompanion(RpmTestPackage package) => Companions.TryGetValue(package.Name, out RpmTestPackage? companion) ? [package, companion] : [package];

    private RpmTestPackage? Find(string spec) => _repositories.SelectMany(repository => repository.Packages).FirstOrDefault(package => spec == $"{package.Name}-{VersionOf(package)}.{package.Architecture}");

    private string? FileOf(RpmTestPackage package) => _repositories
        .Select(repository => Path.Combine(root.RepositoryFolder(repository.Id), package.Epoch, package.FileName))
        .FirstOrDefault(File.Exists);

    private static string VersionOf(RpmTestPackage package) => $"{package.Epoch}:{package.BareVersion}-{package.Release}";

    private static string NameOf(string id) => $"Repository {id}";

    private static string FolderOf(string cache, string id) => Path.Combine(cache, id + "-0123456789abcdef");

    /// <summary>dnf 5 puts the image's folder before the one that the configuration names; that of root is the second.</summary>
    private string CacheOf(IReadOnlyList<string> arguments)
    {
        string[] lines = File.ReadAllLines(arguments[0]["--config=".Length..]);
        string cache = lines.Single(line => line.StartsWith("system_cachedir=", StringComparison.Ordinal))["system_cachedir=".Length..];
        Assert.Contains($"cachedir={cache}", lines);
        return Path.GetFullPath(Path.Combine(root.Path, cache));
    }
}
