using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What a scan asks dnf, from the answers that are kept where there are any.</summary>
/// <param name="kept">The answers; null where dnf is to be asked in any case.</param>
internal sealed class DnfAnswers(KeptAnswers? kept)
{
    private const char Separator = '\u001E';

    /// <summary>How many answers were those of an earlier scan.</summary>
    public int Reused => kept?.Reused ?? 0;

    public Task<string> GetAsync(string name, Func<Task<string>> ask) => kept is null ? ask() : kept.GetAsync(name, [], ask);

    /// <summary>The answer with what dnf said beside it. Of a call that failed there is none.</summary>
    public async Task<ProcessResult> GetResultAsync(string name, IEnumerable<string> arguments, Func<Task<ProcessResult>> ask)
    {
        if (kept is null)
            return await ask().ConfigureAwait(false);
        string text = await kept.GetAsync(name, [.. arguments], AskAsync).ConfigureAwait(false);
        int end = text.LastIndexOf(Separator);
        return new ProcessResult { ExitCode = 0, StandardOutput = text.Substring(0, end), StandardError = text.Substring(end + 1), Duration = TimeSpan.Zero };

        async Task<string> AskAsync()
        {
            ProcessResult result = await ask().ConfigureAwait(false);
            return result.StandardOutput + Separator + result.StandardError.Replace(Separator, ' ');
        }
    }
}
