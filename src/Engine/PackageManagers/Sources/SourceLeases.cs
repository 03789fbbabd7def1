using System.Text;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Sources;

/// <summary>The files with a baseline's sources, on disk only for as long as somebody works with them: they may hold credentials. The run that has the cache's lock is the only one to use them.</summary>
internal sealed class SourceLeases(IFileSystem files, IEventSink events)
{
    private const int PrivateFileMode = 0x180;

    private readonly object _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    /// <summary>Removes what a killed run left, and writes the files if there are any.</summary>
    /// <param name="folder">A folder that only this user may look into. It is there only while it is needed.</param>
    /// <param name="texts">What each of its files holds, by their paths in it; null where a baseline has no sources.</param>
    /// <returns>Its end takes the folder away again.</returns>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public IDisposable Take(string folder, IReadOnlyDictionary<string, string>? texts)
    {
        lock (_gate)
        {
            try
            {
                if (!_users.ContainsKey(folder) && files.DirectoryExists(folder))
                {
                    files.DeleteDirectory(folder);
                    events.Verbose($"Removed '{folder}', which an interrupted run had left.");
                }

                if (texts is null)
                    return new Lease(() => { });
                files.CreatePrivateDirectory(folder);
                foreach (KeyValuePair<string, string> file in texts)
                    Write(Path.Combine(folder, file.Key), file.Value);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CacheFolder.Unusable(folder, e);
            }

            _users[folder] = UsersOf(folder) + 1;
        }

        return new Lease(() => GiveBack(folder));
    }

    private void Write(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);

        // apt takes its caches for out of date where its sources are newer.
        if (files.FileExists(path) && files.ReadAllBytes(path, int.MaxValue).AsSpan().SequenceEqual(content))
            return;
        files.CreateDirectory(Path.GetDirectoryName(path)!);
        files.WriteAtomically(path, content);
        UnixFiles.SetMode(path, PrivateFileMode);
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
