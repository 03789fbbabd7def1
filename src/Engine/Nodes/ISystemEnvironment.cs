namespace PatchBaselineAssociation.Nodes;

/// <summary>What the running process can tell of the system, as a port.</summary>
public interface ISystemEnvironment
{
    SystemKind Kind { get; }

    string HostName { get; }

    /// <summary>As <c>uname -m</c> prints it: x86_64, aarch64 …</summary>
    string Architecture { get; }

    /// <summary>Windows and macOS: the version of the system. Linux: of the kernel.</summary>
    Version SystemVersion { get; }

    /// <summary>Windows: whether it is a server.</summary>
    bool IsWindowsServer { get; }

    /// <summary>Time since the system started, where the operating system tells; Linux is asked through its files.</summary>
    TimeSpan Uptime { get; }

    string? GetVariable(string name);
}
