using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Homebrew as its owner: brew refuses root, and files of another user's would spoil it.</summary>
internal sealed class Homebrew
{
    private const string Root = "root";
    private static readonly TimeSpan s_lookTimeout = TimeSpan.FromSeconds(30);

    /// <summary>brew fetches its definitions by itself, counts its users and asks questions, unless it is told not to.</summary>
    private static readonly (string Name, string Value)[] s_environment =
    [
        ("HOMEBREW_NO_AUTO_UPDATE", "1"),
        ("HOMEBREW_NO_ANALYTICS", "1"),
        ("HOMEBREW_NO_COLOR", "1"),
        ("HOMEBREW_NO_EMOJI", "1"),
        ("HOMEBREW_NO_ENV_HINTS", "1"),
        ("NONINTERACTIVE", "1"),
    ];

    private readonly IProcessRunner _processes;
    private readonly string _tool;
    private readonly string? _sudoUser;

    private Homebrew(IProcessRunner processes, HomebrewLayout layout, string? sudoUser)
    {
        _processes = processes;
        _tool = layout.Tool;
        _sudoUser = sudoUser;
        Prefix = layout.Prefix;
    }

    public string Prefix { get; }

    /// <summary>Finds out whether Homebrew can be asked.</summary>
    /// <param name="processes">Runs tools.</param>
    /// <param name="layout">Where it is.</param>
    /// <param name="userName">Who runs this.</param>
    /// <param name="isPrivileged">Whether that is root.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Homebrew, or why it cannot be asked.</returns>
    public static async Task<(Homebrew? Homebrew, string Problem)> OpenAsync(
        IProcessRunner processes, HomebrewLayout layout, string userName, bool isPrivileged, CancellationToken cancellationToken)
    {
        ProcessResult result = await processes.RunAsync(
            new ProcessRequest { Tool = "stat", Arguments = ["-f", "%Su", layout.OwnedFolder], Timeout = s_lookTimeout }, cancellationToken).ConfigureAwait(false);
        string owner = result.StandardOutput.Trim();
        if (result.ExitCode != 0 || owner.Length == 0)
            return (null, $"The owner of '{layout.OwnedFolder}' cannot be told: {SecretRedactor.Redact(result.StandardError.Trim())}");
        if (!IsUserName(owner))
            return (null, $"The owner of '{layout.OwnedFolder}', {QuotedText.Quote(owner)}, is nobody that brew could be run as.");
        if (string.Equals(owner, Root, StringComparison.Ordinal))
            return (null, $"'{layout.OwnedFolder}' belongs to root, and brew refuses to run as root. Give it to the user who looks after it: 'chown -R (user) {layout.OwnedFolder}'.");
        if (isPrivileged)
            return (new Homebrew(processes, layout, owner), "");
        return string.Equals(owner, userName, StringComparison.Ordinal)
            ? (new Homebrew(processes, layout, sudoUser: null), "")
            : (null, $"'{layout.OwnedFolder}' belongs to {owner}: only {owner} or root can ask brew.");
    }

    /// <summary>Fetches the definitions of packages. Homebrew has no others than its own.</summary>
    public Task<ProcessResult> UpdateAsync(TimeSpan timeout, CancellationToken cancellationToken) => RunAsync(["update", "--quiet"], timeout, cancellationToken);

    /// <exception cref="PatchException">ToolFailed, ToolTimedOut or ToolOutputNotUnderstood.</exception>
    public async Task<IReadOnlyList<HomebrewPackage>> ReadPackagesAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        string installed = await AskAsync(["info", "--json=v2", "--installed"], timeout, cancellationToken).ConfigureAwait(false);
        string outdated = await AskAsync(["outdated", "--json=v2"], timeout, cancellationToken).ConfigureAwait(false);
        return HomebrewJson.Parse(installed, outdated);
    }

    /// <summary>A call that upgrades these packages, and none beside them but what they need.</summary>
    public (string Tool, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) Upgrade(IEnumerable<HomebrewPackage> packages, bool isCask) =>
        Command(["upgrade", isCask ? "--cask" : "--formula", .. packages.Select(package => package.Spec)]);

    /// <summary>brew's own words about a failure.</summary>
    public static string Words(ProcessResult result)
    {
        string[] lines = [.. (result.StandardError + "\n" + result.StandardOutput).Split('\n', '\r').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] errors = [.. lines.Where(line => line.StartsWith("Error:", StringComparison.Ordinal) || line.StartsWith("sudo:", StringComparison.Ordinal))];
        string words = SecretRedactor.Redact(string.Join(" ", (errors.Length > 0 ? errors : lines).Take(4)));
        return words.Length == 0 ? "it said nothing" : words;
    }

    private async Task<string> AskAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await RunAsync(arguments, timeout, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Failed($"'brew {arguments[0]}' failed with exit code {result.ExitCode}: {Words(result)}");
        return result.IsOutputIncomplete ? throw Failed($"'brew {arguments[0]}' was cut off while it answered") : result.StandardOutput;
    }

    private static PatchException Failed(string what) => new(
        ErrorIds.ToolFailed, ErrorKind.InvalidResult, $"{what.TrimEnd('.')}.", "brew", "Run 'brew doctor' as the owner of Homebrew and see what it says.");

    private Task<ProcessResult> RunAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        (string tool, IReadOnlyList<string> all, IReadOnlyDictionary<string, string> environment) = Command(arguments);
        return _processes.RunAsync(new ProcessRequest { Tool = tool, Arguments = all, Environment = environment, Timeout = timeout }, cancellationToken);
    }

    /// <summary>sudo gives the owner's home and nothing of our environment; it must not ask for a password.</summary>
    private (string Tool, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) Command(IReadOnlyList<string> arguments) => _sudoUser is null
        ? (_tool, arguments, s_environment.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal))
        : ("sudo",
            ["-n", "-H", "-u", _sudoUser, "--", "/usr/bin/env", .. s_environment.Select(pair => $"{pair.Name}={pair.Value}"), _tool, .. arguments],
            new Dictionary<string, string>(StringComparer.Ordinal));

    private static bool IsUserName(string name) => name[0] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '-');
}
