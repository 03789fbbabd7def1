using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>A baseline's repositories are on disk only for as long as somebody works with them: they may hold credentials. The run that has the cache's lock is the only one to use them.</summary>
internal sealed class ZypperLeases(IEventSink events)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    /// <returns>Its end takes the configuration away again, where it is a baseline's.</returns>
    public IDisposable Take(ZypperFolder folder)
    {
        lock (_gate)
            _users[folder.Root] = UsersOf(folder) + 1;
        return new Lease(() => GiveBack(folder));
    }

    private void GiveBack(ZypperFolder folder)
    {
        lock (_gate)
        {
            _users[folder.Root] = UsersOf(folder) - 1;
            if (_users[folder.Root] > 0)
                return;
            _users.Remove(folder.Root);
            if (!folder.HasSources)
                return;
            try
            {
                folder.RemoveConfiguration();
            }
            catch (PatchException e)
            {
                events.Warn(e.ErrorId, $"The baseline's repositories, with what gives access to them, could not be removed from '{folder.ConfigurationFolder}': {e.Message} The next run tries again.", e.Target);
            }
        }
    }

    private int UsersOf(ZypperFolder folder) => _users.TryGetValue(folder.Root, out int users) ? users : 0;

    private sealed class Lease(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
