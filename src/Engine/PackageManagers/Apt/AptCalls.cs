using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Calls of apt's tools, kept to the module's own cache.</summary>
internal sealed class AptCalls(IProcessRunner processes, AptCache cache, TimeSpan queryTimeout, TimeSpan refreshTimeout)
{
    /// <summary>Runs a tool that only reads, with the system's configuration, and gives its output.</summary>
    /// <exception cref="PatchException">The tool is missing, too slow, or ended with an error.</exception>
    public Task<string> ReadAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ReadCoreAsync(tool, arguments, cancellationToken);

    /// <summary>The same with the module's package lists instead of the system's.</summary>
    public Task<string> ReadWithCacheAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ReadCoreAsync(tool, ["-c", cache.ConfigurationFile, .. arguments], cancellationToken);

    /// <summary>Fetches fresh package lists into the module's cache. A failure is told by the result.</summary>
    public Task<ProcessResult> UpdateAsync(CancellationToken cancellationToken) =>
        RunAsync("apt-get", ["-c", cache.ConfigurationFile, "-q", "update"], refreshTimeout, cancellationToken);

    /// <summary>Runs a tool with the module's configuration; any exit code is an answer.</summary>
    public Task<ProcessResult> AskAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(tool, ["-c", cache.ConfigurationFile, .. arguments], queryTimeout, cancellationToken);

    /// <summary>What every tool of apt needs in its environment to know of an image.</summary>
    public IReadOnlyDictionary<string, string> Environment()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        if (cache.ImageConfigurationFile is { } configuration)
            environment["APT_CONFIG"] = configuration;
        return environment;
    }

    private async Task<string> ReadCoreAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ProcessResult result = await RunAsync(tool, arguments, queryTimeout, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw AptFailure.Of($"{tool} {arguments.FirstOrDefault(argument => argument.Length > 0 && char.IsLetter(argument[0]))}".TrimEnd(), result, cache.Root);
        if (result.IsOutputIncomplete)
        {
            throw new PatchException(
                ErrorIds.ToolOutputNotUnderstood,
                ErrorKind.InvalidResult,
                $"'{tool}' ended, but something that it started keeps its output open: what it said may be cut.",
                tool,
                "Scan again.");
        }

        return result.StandardOutput;
    }

    private async Task<ProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await processes.RunAsync(
                new ProcessRequest { Tool = tool, Arguments = arguments, Environment = Environment(), Timeout = timeout },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolMissing, StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.PackageManagerMissing,
                ErrorKind.NotInstalled,
                $"The package manager apt is not on this system: {e.Message}",
                tool,
                "Install apt and dpkg, or scan a system that has them.",
                e);
        }
    }
}
