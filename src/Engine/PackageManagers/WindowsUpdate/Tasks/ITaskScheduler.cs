namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

/// <summary>The task scheduler of Windows, as a port. Called on one thread alone; what fails gives a <see cref="Com.ComCallException"/>.</summary>
internal interface ITaskScheduler : IDisposable
{
    /// <summary>Registers a task of the system account and starts it.</summary>
    void Start(string name, string program, string arguments, TimeSpan limit);

    /// <summary>The result of the task that was started; null while it runs.</summary>
    int? FindResult();

    void Stop();

    /// <summary>Removes the task; what still runs goes on.</summary>
    void Remove();
}
