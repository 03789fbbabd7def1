using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>A task scheduler that starts nothing.</summary>
internal sealed class ScriptedScheduler : ITaskScheduler
{
    public string Program { get; private set; } = "";

    public string Arguments { get; private set; } = "";

    /// <summary>Called with the folder of the task's script, when the task starts.</summary>
    public Action<string> OnStart { get; set; } = _ => { };

    /// <summary>How often the task runs still when asked.</summary>
    public int AnswersUntilEnd { get; set; }

    public int Result { get; set; }

    public bool IsStopped { get; private set; }

    public bool IsRemoved { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Start(string name, string program, string arguments, TimeSpan limit)
    {
        (Program, Arguments) = (program, arguments);
        OnStart(Path.GetDirectoryName(arguments.Split('"')[1])!);
    }

    public int? FindResult() => AnswersUntilEnd-- > 0 ? null : Result;

    public void Stop() => IsStopped = true;

    public void Remove() => IsRemoved = true;

    public void Dispose() => IsDisposed = true;
}
