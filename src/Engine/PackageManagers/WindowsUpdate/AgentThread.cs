using System.Collections.Concurrent;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>A thread of its own for all that has to do with COM, in the multithreaded apartment. One that hangs in a call is left to itself, and ends with the process.</summary>
internal sealed class AgentThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    // The thread may see the end while whoever tells of it is still in the collection.
    private readonly object _ending = new();

    public AgentThread()
    {
        Thread thread = new(Run) { IsBackground = true, Name = "Windows Update Agent" };
        // Where there are no apartments there is nothing to set.
        thread.TrySetApartmentState(ApartmentState.MTA);
        thread.Start();
    }

    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Nothing more is taken; what was is still done.</summary>
    public void Dispose()
    {
        lock (_ending)
            _work.CompleteAdding();
    }

    private void Run()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
            action();
        lock (_ending)
            _work.Dispose();
    }
}
