using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The file with a baseline's sources, on disk only for as long as somebody works with it: it may hold credentials. The run that has the cache's lock is the only one to use it.</summary>
internal sealed class AptSourceLeases(IFileSystem files, IEventSink events)
{
    private const int PrivateFileMode = 0x180;

    private readonly object _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    /// <summary>Removes what a killed run left, and writes the sources if there are any.</summary>
    /// <returns>Its end takes the sources away again.</returns>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public IDisposable Take(AptCache cache)
    {
        string folder = cache.SourcesFolder;
        lock (_gate)
        {
            try
            {
                if (!_users.ContainsKey(folder) && files.DirectoryExists(folder))
                {
                    files.DeleteDirectory(folder);
                    events.Verbose($"Removed '{folder}', which an interrupted run had left.");
                }

                if (cache.SourcesText is null)
                    return new Lease(() => { });
                Write(cache, cache.SourcesText);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw AptCache.Unusable(folder, e);
            }

            _users[folder] = UsersOf(folder) + 1;
        }

        return new Lease(() => GiveBack(folder));
    }

    private void Write(AptCache cache, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);

        // apt takes its caches for out of date where its sources are newer.
        if (files.FileExists(cache.SourcesFile) && files.ReadAllBytes(cache.SourcesFile, int.MaxValue).AsSpan().SequenceEqual(content))
            return;
        files.CreatePrivateDirectory(cache.SourcesFolder);
        files.WriteAtomically(cache.SourcesFile, content);
        UnixFiles.SetMode(cache.SourcesFile, PrivateFileMode);
    }

    private void GiveBack(string folder)
    {
        lock (_gate)
        {
            _users[folder] = UsersOf(folder) - 1;
            if (_users[folder] > 0)
                return;
            _users.Remove(folder);
            try
            {
                if (files.DirectoryExists(folder))
                    files.DeleteDirectory(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                events.Warn(ErrorIds.CacheUnusable, $"The folder '{folder}', in which the baseline's sources were with what gives access to them, could not be removed: {e.Message.TrimEnd('.')}. The next run tries again.", folder);
            }
        }
    }

    private int UsersOf(string folder) => _users.TryGetValue(folder, out int users) ? users : 0;

    private sealed class Lease(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
