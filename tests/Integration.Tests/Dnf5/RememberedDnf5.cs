using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>Remembers the command lines of dnf 5, whichever answers.</summary>
internal sealed class RememberedDnf5(DnfRoot root, IProcessRunner processes, IDetachedProcessRunner detached) : IProcessRunner, IDetachedProcessRunner
{
    private const string Common = "--setopt=exit_on_lock=True --setopt=*.skip_if_unavailable=True --setopt=*.countme=False --setopt=zchunk=False ";
    private readonly Lock _gate = new();
    private readonly List<string> _commands = [];

    /// <summary>Without what every call has; in an order of their own, for some are made at the same time.</summary>
    public IReadOnlyList<string> Commands => _commands;

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        if (request.Tool is not "rpm")
            Remember(request.Tool, request.Arguments, request.Environment);
        return processes.RunAsync(request, cancellationToken);
    }

    public Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken)
    {
        Remember(request.Tool, request.Arguments, request.Environment);
        return detached.RunAsync(request, cancellationToken);
    }

    private void Remember(string tool, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        Assert.Equal("dnf5", tool);
        Assert.Equal("500", environment["FORCE_COLUMNS"]);
        string configuration = Path.GetDirectoryName(arguments[0]["--config=".Length..])!;
        Assert.Equal([$"--installroot={root.Path}", $"--setopt=reposdir={configuration}/repositories", $"--setopt=varsdir={configuration}/variables", "--no-plugins"], arguments.Skip(1).Take(4));
        string command = string.Join(' ', arguments.Skip(5));
        Assert.StartsWith(Common, command, StringComparison.Ordinal);
        lock (_gate)
            _commands.Add(command[Common.Length..]);
    }
}
