using System.Xml;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

/// <summary>The task scheduler of this machine.</summary>
/// <param name="create">Makes an object of a registered class.</param>
internal sealed class ComTaskScheduler(Func<string, ComObject> create) : ITaskScheduler
{
    public const string ServiceClass = "Schedule.Service";
    private const string SystemAccount = "SYSTEM";
    private const int ServiceAccount = 5;
    private const int CreateOnly = 2;
    private const int RunsProgram = 0;

    // Queued or running; what has ended is ready or disabled.
    private const int Queued = 2;
    private const int Running = 4;

    // The default of tasks is below that of programs, with little of the disk's time.
    private const int NormalPriority = 5;
    private const int NotRunYet = 0x00041303;
    private const int StillRunning = 0x00041301;

    private ComObject? _service;
    private ComObject? _folder;
    private ComObject? _task;
    private string? _name;

    public void Start(string name, string program, string arguments, TimeSpan limit)
    {
        _service = create(ServiceClass);
        _service.Call(SchedulerMembers.Service.Connect);
        _folder = _service.CallForObject(SchedulerMembers.Service.GetFolder, "\\");
        using ComObject definition = _service.CallForObject(SchedulerMembers.Service.NewTask, 0);
        Describe(definition, limit);
        using ComObject actions = definition.GetObject(SchedulerMembers.Definition.Actions);
        using ComObject action = actions.CallForObject(SchedulerMembers.Actions.Create, RunsProgram);
        action.Set(SchedulerMembers.Action.Path, program);
        action.Set(SchedulerMembers.Action.Arguments, arguments);
        _task = _folder.CallForObject(SchedulerMembers.Folder.RegisterTaskDefinition, name, definition, CreateOnly, SystemAccount, null, ServiceAccount);
        _name = name;
        _task.CallForObject(SchedulerMembers.Task.Run, [null]).Dispose();
    }

    public int? FindResult()
    {
        if (_task is null || _task.GetNumber(SchedulerMembers.Task.State) is Queued or Running)
            return null;
        int result = _task.GetNumber(SchedulerMembers.Task.LastTaskResult);
        return result is NotRunYet or StillRunning ? null : result;
    }

    public void Stop() => _task?.Call(SchedulerMembers.Task.Stop, 0);

    public void Remove()
    {
        if (_name is { } name)
            _folder?.Call(SchedulerMembers.Folder.DeleteTask, name, 0);
        _name = null;
    }

    public void Dispose()
    {
        _task?.Dispose();
        _folder?.Dispose();
        _service?.Dispose();
    }

    private static void Describe(ComObject definition, TimeSpan limit)
    {
        using ComObject registration = definition.GetObject(SchedulerMembers.Definition.RegistrationInfo);
        registration.Set(SchedulerMembers.Registration.Description, "Runs a command of the PowerShell module PatchBaselineAssociation once. It is removed when the command has ended.");
        using ComObject settings = definition.GetObject(SchedulerMembers.Definition.Settings);
        settings.Set(SchedulerMembers.Settings.DisallowStartIfOnBatteries, false);
        settings.Set(SchedulerMembers.Settings.StopIfGoingOnBatteries, false);
        settings.Set(SchedulerMembers.Settings.Hidden, true);
        settings.Set(SchedulerMembers.Settings.Priority, NormalPriority);
        settings.Set(SchedulerMembers.Settings.ExecutionTimeLimit, XmlConvert.ToString(limit));
    }
}
