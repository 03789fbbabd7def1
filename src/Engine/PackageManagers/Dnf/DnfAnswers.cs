using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What a scan asks dnf, from the answers that are kept where there are any.</summary>
/// <param name="ofSettings">Those that follow from dnf's settings alone.</param>
/// <param name="ofPackages">Those that follow from packages and metadata, too.</param>
internal sealed class DnfAnswers(KeptAnswers? ofSettings, KeptAnswers? ofPackages)
{
    private const char Separator = '\u001E';

    /// <summary>Has dnf asked in any case.</summary>
    public static DnfAnswers None { get; } = new(null, null);

    /// <summary>How many answers were those of an earlier scan.</summary>
    public int Reused => ReferenceEquals(ofSettings, ofPackages) ? ofSettings?.Reused ?? 0 : (ofSettings?.Reused ?? 0) + (ofPackages?.Reused ?? 0);

    /// <summary>The list of repositories.</summary>
    public Task<string> GetRepositoriesAsync(string name, Func<Task<string>> ask) => ofSettings is null ? ask() : ofSettings.GetAsync(name, [], ask);

    /// <summary>The answer with what dnf said beside it. Of a call that failed there is none.</summary>
    public async Task<ProcessResult> GetResultAsync(string name, IEnumerable<string> arguments, Func<Task<ProcessResult>> ask)
    {
        if (ofPackages is null)
            return await ask().ConfigureAwait(false);
        string text = await ofPackages.GetAsync(name, [.. arguments], AskAsync).ConfigureAwait(false);
        int end = text.LastIndexOf(Separator);
        return new ProcessResult { ExitCode = 0, StandardOutput = text.Substring(0, end), StandardError = text.Substring(end + 1), Duration = TimeSpan.Zero };

        async Task<string> AskAsync()
        {
            ProcessResult result = await ask().ConfigureAwait(false);
            return result.StandardOutput + Separator + result.StandardError.Replace(Separator, ' ');
        }
    }
}
