using System.Runtime.CompilerServices;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>Every member of the task scheduler's interfaces that is called, as <see cref="AgentMembers"/> has those of the agent.</summary>
internal static class SchedulerMembers
{
    internal static class Service
    {
        public static readonly ComMember Connect = Of("ITaskService");
        public static readonly ComMember GetFolder = Of("ITaskService");
        public static readonly ComMember NewTask = Of("ITaskService");
    }

    internal static class Folder
    {
        public static readonly ComMember RegisterTaskDefinition = Of("ITaskFolder");
        public static readonly ComMember DeleteTask = Of("ITaskFolder");
    }

    internal static class Definition
    {
        public static readonly ComMember RegistrationInfo = Of("ITaskDefinition");
        public static readonly ComMember Settings = Of("ITaskDefinition");
        public static readonly ComMember Actions = Of("ITaskDefinition");
    }

    internal static class Registration
    {
        public static readonly ComMember Description = Of("IRegistrationInfo");
    }

    internal static class Settings
    {
        public static readonly ComMember DisallowStartIfOnBatteries = Of("ITaskSettings");
        public static readonly ComMember StopIfGoingOnBatteries = Of("ITaskSettings");
        public static readonly ComMember ExecutionTimeLimit = Of("ITaskSettings");
        public static readonly ComMember Hidden = Of("ITaskSettings");
        public static readonly ComMember Priority = Of("ITaskSettings");
    }

    internal static class Actions
    {
        public static readonly ComMember Create = Of("IActionCollection");
    }

    internal static class Action
    {
        public static readonly ComMember Path = Of("IExecAction");
        public static readonly ComMember Arguments = Of("IExecAction");
    }

    internal static class Task
    {
        public static readonly ComMember Run = Of("IRegisteredTask");
        public static readonly ComMember Stop = Of("IRegisteredTask");
        public static readonly ComMember State = Of("IRegisteredTask");
        public static readonly ComMember LastTaskResult = Of("IRegisteredTask");
    }

    private static ComMember Of(string @interface, [CallerMemberName] string name = "") => new(@interface, name);
}
