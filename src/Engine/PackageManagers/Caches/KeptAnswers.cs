using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Caches;

/// <summary>A package manager's last answers, kept for as long as nothing changes that they follow from: a scan of an unchanged system asks nothing twice.</summary>
internal sealed class KeptAnswers
{
    private const int MaximumBytes = 256 * 1024 * 1024;

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly string _world;
    private int _reused;

    /// <param name="files">The disk.</param>
    /// <param name="folder">Where the answers are kept.</param>
    /// <param name="world">Changes with everything that the answers follow from.</param>
    public KeptAnswers(IFileSystem files, string folder, string world)
    {
        _files = files;
        _folder = folder;
        _world = world;
    }

    /// <summary>How many answers were those of an earlier scan.</summary>
    public int Reused => _reused;

    /// <summary>The kept answer, or the one that <paramref name="ask"/> gets.</summary>
    /// <param name="name">The name of the question; one answer is kept for each.</param>
    /// <param name="arguments">What is asked.</param>
    /// <param name="ask">Asks the package manager.</param>
    public async Task<string> GetAsync(string name, IReadOnlyList<string> arguments, Func<Task<string>> ask)
    {
        string path = Path.Combine(_folder, name);
        string head = CacheFolder.Hash(_world + "\n" + string.Join("\n", arguments)) + "\n";
        if (Read(path) is { } kept && kept.StartsWith(head, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _reused);
            return kept.Substring(head.Length);
        }

        string answer = await ask().ConfigureAwait(false);
        Write(path, head + answer);
        return answer;
    }

    private string? Read(string path)
    {
        try
        {
            return _files.FileExists(path) ? Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumBytes)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CacheFolder.Unusable(_folder, e);
        }
    }

    private void Write(string path, string text)
    {
        try
        {
            _files.WriteAtomically(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CacheFolder.Unusable(_folder, e);
        }
    }
}
