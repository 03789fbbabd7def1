namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>Objects with the task scheduler's members, called by name as those of COM are.</summary>
public sealed class FakeScheduler
{
    public List<string> Calls { get; } = [];

    public Definition TheDefinition { get; } = new();

    public int State { get; set; } = 4;

    public void Connect() => Calls.Add("connect");

    public Folder GetFolder(string path) => new(this, path);

    public Definition NewTask(int flags) => TheDefinition;

    public sealed class Folder(FakeScheduler scheduler, string path)
    {
        public RegisteredTask RegisterTaskDefinition(string name, object definition, int flags, object user, object? password, int logon)
        {
            scheduler.Calls.Add($"register {path}{name} flags {flags} as {user} logon {logon} password {password ?? "none"}");
            return new RegisteredTask(scheduler);
        }

        public void DeleteTask(string name, int flags) => scheduler.Calls.Add($"delete {name}");
    }

    public sealed class RegisteredTask(FakeScheduler scheduler)
    {
        public int State => scheduler.State;

        public int LastTaskResult => 7;

        public object Run(object? parameters)
        {
            scheduler.Calls.Add($"run {parameters ?? "without"}");
            return new object();
        }

        public void Stop(int flags) => scheduler.Calls.Add("stop");
    }

    public sealed class Definition
    {
        public Registration RegistrationInfo { get; } = new();

        public Options Settings { get; } = new();

        public ActionList Actions { get; } = new();
    }

    public sealed class Registration
    {
        public string Description { get; set; } = "";
    }

    public sealed class Options
    {
        public bool DisallowStartIfOnBatteries { get; set; } = true;

        public bool StopIfGoingOnBatteries { get; set; } = true;

        public string ExecutionTimeLimit { get; set; } = "";

        public bool Hidden { get; set; }

        public int Priority { get; set; }
    }

    public sealed class ActionList
    {
        public Program Last { get; private set; } = new();

        public Program Create(int type) => type == 0 ? Last = new Program() : throw new ArgumentOutOfRangeException(nameof(type));
    }

    public sealed class Program
    {
        public string Path { get; set; } = "";

        public string Arguments { get; set; } = "";
    }
}
