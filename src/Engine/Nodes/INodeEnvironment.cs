namespace PatchBaselineAssociation.Nodes;

/// <summary>What the running system tells without its files, as a port.</summary>
public interface INodeEnvironment
{
    SystemKind Kind { get; }

    /// <summary>The version of macOS (<c>13.6.1</c>) or Windows (<c>10.0.20348</c>); null on Linux, where files tell, and where it cannot be known.</summary>
    Version? SystemVersion { get; }

    /// <summary>Whether Windows is a server, a domain controller included.</summary>
    bool IsWindowsServer { get; }

    string HostName { get; }

    /// <summary>As <c>uname -m</c> prints it.</summary>
    string MachineArchitecture { get; }

    /// <summary>An environment variable; null where it is not set.</summary>
    string? GetVariable(string name);

    /// <summary>When macOS or Windows started; null on Linux, where a file tells, and where it cannot be known.</summary>
    /// <param name="now">The present moment, for systems that only know how long they have been up.</param>
    DateTimeOffset? GetBootTime(DateTimeOffset now);
}
