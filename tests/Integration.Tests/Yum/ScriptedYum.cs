using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>Stands in for yum 3, which Debian does not have: keeps a cache in yum's layout from real repositories, answers in yum's words, and changes rpm's real database. rpm is real.</summary>
internal sealed class ScriptedYum(DnfRoot root, IProcessRunner real) : IProcessRunner, IDetachedProcessRunner
{
    private const string ReposDir = "--setopt=reposdir=";

    private readonly List<(string Id, RpmTestPackage[] Packages)> _repositories = [];
    private readonly Lock _gate = new();

    /// <summary>The command lines of yum, without what every call has.</summary>
    public List<string> Commands { get; } = [];

    public List<IReadOnlyList<string>> Arguments { get; } = [];

    /// <summary>Where the sources of a baseline are while yum is asked.</summary>
    public string SourcesFolder { get; set; } = "";

    /// <summary>Repositories that a plugin adds.</summary>
    public HashSet<string> Added { get; } = [];

    /// <summary>Repositories that do not answer.</summary>
    public HashSet<string> Unreachable { get; } = [];

    /// <summary>Names that the configuration excludes.</summary>
    public HashSet<string> Excluded { get; } = [];

    /// <summary>What packages need: they come along.</summary>
    public Dictionary<string, RpmTestPackage> Companions { get; } = [];

    /// <summary>Packages whose script fails.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>Answers a call in the place of everything else; null leaves it.</summary>
    public Func<ProcessRequest, ProcessResult?> Instead { get; set; } = _ => null;

    /// <summary>Where an ordinary user's cache is, below TMPDIR.</summary>
    public const string UserCache = "yum-tester-a1B2c3/x86_64/7";

    public void AddRepository(string id, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string settings = "")
    {
        RpmTestPackage[] all = [.. packages];
        root.AddRepository(id, all, notices, settings);
        _repositories.Add((id, all));
    }

    /// <summary>Makes a repository that no configuration names.</summary>
    /// <returns>The lines for a source of a baseline.</returns>
    public string MakeSource(string id, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string settings = "")
    {
        RpmTestPackage[] all = [.. packages];
        root.WriteRepository(id, all, notices);
        _repositories.Add((id, all));
        return $"[{id}]\nname=Repository {id}\nbaseurl=file://{root.RepositoryFolder(id)}\n{settings}";
    }

    /// <summary>Keeps the metadata of a repository as yum does: its files beside the list of them, and a mark when it was fetched.</summary>
    public void Cache(string id, string cache)
    {
        string folder = Path.Combine(cache, id);
        Directory.CreateDirectory(Path.Combine(folder, "gen"));
        foreach (string file in Directory.GetFiles(Path.Combine(root.RepositoryFolder(id), "repodata")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "gen", "primary_db.sqlite"), "database");
        File.WriteAllText(Path.Combine(folder, "cachecookie"), "");
    }

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        if (request.Tool is "rpm")
            return real.RunAsync(request, cancellationToken);
        lock (_gate)
        {
            IReadOnlyList<string> arguments = request.Arguments;
            if (request.Tool is "unshare")
            {
                Assert.Equal(["--user", "--map-root-user", "yum"], arguments.Take(3));
                arguments = [.. arguments.Skip(3)];
            }
            else
            {
                Assert.Equal("yum", request.Tool);
            }

            Remember(arguments);
            return Task.FromResult(Instead(request) ?? Answer(arguments, request.Environment));
        }
    }

    public Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken)
    {
        Assert.Equal("yum", request.Tool);
        Remember(request.Arguments);
        if (Instead(new ProcessRequest { Tool = request.Tool, Arguments = request.Arguments }) is { } instead)
            return Result(instead.ExitCode, instead.StandardOutput + instead.StandardError);
        if (request.Arguments.Contains("--downloadonly"))
            return Result(0, "Background downloading packages, then exiting:\nexiting because \"Download Only\" specified\n");
        string output = "Running transaction check\nRunning transaction test\nTransaction test succeeded\nRunning transaction (shutdown inhibited)\n";
        RpmTestPackage[] packages = [.. Specs(request.Arguments).SelectMany(package => WithCompanion(request.Arguments, package))];
        foreach (RpmTestPackage package in packages)
        {
            if (Failing.Contains(package.Name))
                output += $"error: %pre({package.Name}-{package.BareVersion}-{package.Release}.{package.Architecture}) scriptlet failed, exit status 1\nError in PREIN scriptlet in rpm package {package.Name}-{package.BareVersion}-{package.Release}.{package.Architecture}\n";
            else
                Tool.Run("rpm", "--dbpath", root.Inside("var/lib/rpm"), "--upgrade", "--justdb", "--nodeps", "--ignorearch", FileOf(package));
        }

        return Array.Exists(packages, package => Failing.Contains(package.Name)) ? Result(1, output + "\nFailed:\n") : Result(0, output + "\nComplete!\n");

        static Task<DetachedProcessResult> Result(int exitCode, string output) =>
            Task.FromResult(new DetachedProcessResult { ExitCode = exitCode, Output = output, Duration = TimeSpan.Zero });
    }

    public static ProcessResult Result(int exitCode, string output, string errors = "", bool isCut = false) =>
        new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero, IsOutputIncomplete = isCut };

    private void Remember(IReadOnlyList<string> arguments)
    {
        Arguments.Add(arguments);
        string config = arguments.Single(argument => argument.StartsWith("--config=", StringComparison.Ordinal));
        string folder = RepositoriesOf(arguments);
        Assert.Equal([config, $"--installroot={root.Path}", ReposDir + folder, "--noplugins"], arguments.Take(4));
        Assert.Contains(folder, new[] { Path.GetDirectoryName(config["--config=".Length..]) + "/repositories", SourcesFolder }, StringComparer.Ordinal);
        Commands.Add(string.Join(' ', arguments.Skip(4)));
    }

    private ProcessResult Answer(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string cache = environment.TryGetValue("TMPDIR", out string? user) ? Path.Combine(user, UserCache) : CacheOf(arguments);
        if (arguments.Contains("list"))
            return List(arguments, cache);
        if (arguments.Contains("check"))
            return Result(0, "check duplicates\n");
        Assert.Contains("update-to", arguments);
        Assert.Contains("--assumeno", arguments);
        Assert.Contains("--setopt=alwaysprompt=1", arguments);
        return Plan(arguments);
    }

    private ProcessResult List(IReadOnlyList<string> arguments, string cache)
    {
        string errors = "";
        bool fetches = !arguments.Contains("--cacheonly");
        (string Id, RpmTestPackage[] Packages)[] enabled = [.. Enabled(arguments)];
        foreach ((string id, _) in enabled)
        {
            if (!fetches || File.Exists(Path.Combine(cache, id, "cachecookie")))
                continue;
            if (Unreachable.Contains(id))
                errors += $"file://{root.RepositoryFolder(id)}/repodata/repomd.xml: [Errno 14] curl#37 - \"Couldn't open file\"\nTrying other mirror.\n";
            else
                Cache(id, cache);
        }

        bool ignoresExcludes = arguments.Contains("--disableexcludes=all");
        return Result(0, YumText.Available(
            from repository in enabled
            where File.Exists(Path.Combine(cache, repository.Id, "repomd.xml"))
            from package in repository.Packages
            where ignoresExcludes || !Excluded.Contains(package.Name)
            select (repository.Id, package)), errors);
    }

    private ProcessResult Plan(IReadOnlyList<string> arguments)
    {
        string[] unknown = [.. arguments.SkipWhile(argument => argument != "update-to").Skip(1).Where(spec => Find(arguments, spec) is null)];
        if (unknown.Length > 0)
            return Result(0, YumText.Plugins + "No packages marked for update\n", string.Concat(unknown.Select(spec => $"No Match for argument: {spec}\n")));
        RpmTestPackage[] named = [.. Specs(arguments)];
        RpmTestPackage[] companions = [.. named.SelectMany(package => WithCompanion(arguments, package)).Except(named)];
        string[] excluded = [.. arguments.Where(argument => argument.StartsWith("--exclude=", StringComparison.Ordinal)).Select(argument => argument["--exclude=".Length..])];
        RpmTestPackage? kept = companions.FirstOrDefault(companion => excluded.Any(spec => Find(arguments, spec) == companion));
        return kept is not null
            ? Result(1, YumText.Plugins, $"Error: Package: {named[0].Name}-2-1.noarch (base)\n           Requires: {kept.Name}\n")
            : Result(1, YumText.Plan([("Updating", named), .. companions.Length > 0 ? [("Updating for dependencies", companions)] : Array.Empty<(string, IEnumerable<RpmTestPackage>)>()]));
    }

    private IEnumerable<RpmTestPackage> Specs(IReadOnlyList<string> arguments) =>
        arguments.SkipWhile(argument => argument != "update-to").Skip(1).Select(spec => Find(arguments, spec) ?? throw new InvalidOperationException($"Nothing is {spec}."));

    private IEnumerable<RpmTestPackage> WithCompanion(IReadOnlyList<string> arguments, RpmTestPackage package) =>
        Companions.TryGetValue(package.Name, out RpmTestPackage? companion) && Enabled(arguments).Any(repository => repository.Packages.Contains(companion)) ? [package, companion] : [package];

    private RpmTestPackage? Find(IReadOnlyList<string> arguments, string spec) => Enabled(arguments).SelectMany(repository => repository.Packages).FirstOrDefault(package =>
        spec == $"{package.Name}-{package.Epoch}:{package.BareVersion}-{package.Release}.{package.Architecture}" || spec == $"{package.Name}-{package.BareVersion}-{package.Release}");

    private string FileOf(RpmTestPackage package) => _repositories
        .Select(repository => Path.Combine(root.RepositoryFolder(repository.Id), package.Epoch, package.FileName))
        .First(File.Exists);

    /// <summary>The repositories that the folder names which yum is given, and those of plugins.</summary>
    private IEnumerable<(string Id, RpmTestPackage[] Packages)> Enabled(IReadOnlyList<string> arguments)
    {
        string[] headings = [.. Directory.GetFiles(RepositoriesOf(arguments), "*.repo").SelectMany(File.ReadAllLines).Where(line => line.StartsWith('['))];
        return _repositories.Where(repository => headings.Contains($"[{repository.Id}]") || Added.Contains(repository.Id));
    }

    private static string RepositoriesOf(IReadOnlyList<string> arguments) =>
        arguments.Single(argument => argument.StartsWith(ReposDir, StringComparison.Ordinal))[ReposDir.Length..];

    /// <summary>yum puts the image's folder before the one that the configuration names.</summary>
    private string CacheOf(IReadOnlyList<string> arguments)
    {
        string configuration = arguments.Single(argument => argument.StartsWith("--config=", StringComparison.Ordinal))["--config=".Length..];
        string cache = File.ReadAllLines(configuration).Single(line => line.StartsWith("cachedir=", StringComparison.Ordinal))["cachedir=".Length..];
        return Path.GetFullPath(root.Path + cache);
    }
}
