using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Caches;

/// <summary>What was taken over from a system's cache of metadata into the module's own, and how much of one repository may be.</summary>
/// <param name="files">The disk.</param>
internal sealed class CacheSeeding(IFileSystem files)
{
    /// <summary>Far more than the metadata of any repository; a file with holes in it counts by its length.</summary>
    public const long MaximumBytes = 2L * 1024 * 1024 * 1024;

    private readonly List<string> _tooLarge = [];

    /// <summary>How many repositories were taken over.</summary>
    public int Copied { get; private set; }

    /// <summary>Repositories that were left where they are, because they are too large.</summary>
    public IReadOnlyList<string> TooLarge => _tooLarge;

    /// <summary>Copies what belongs to a repository, or none of it.</summary>
    /// <param name="repository">What it is called.</param>
    /// <param name="wanted">Its files.</param>
    /// <param name="copy">Copies them.</param>
    public void Take(string repository, IEnumerable<string> wanted, Action copy)
    {
        long left = MaximumBytes;
        foreach (string file in wanted)
        {
            long length = files.GetLength(file) ?? 0;
            if (length > left)
            {
                _tooLarge.Add(repository);
                return;
            }

            left -= length;
        }

        copy();
        Copied++;
    }

    public void Tell(IEventSink events)
    {
        if (Copied > 0)
            events.Verbose($"Took the metadata of {Copied} repositories over from the system's cache.");
        foreach (string repository in _tooLarge)
            events.Verbose($"The system's cache has more than {MaximumBytes >> 30} GiB of {QuotedText.Quote(repository)}: it is not taken over.");
    }
}
