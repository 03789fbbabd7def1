using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Nodes;

internal sealed class SampleEnvironment : INodeEnvironment
{
    public SystemKind Kind { get; init; }

    public Version? SystemVersion { get; init; }

    public bool IsWindowsServer { get; init; }

    public string HostName { get; init; } = "web-1.example.com";

    public string MachineArchitecture { get; init; } = "x86_64";

    public DateTimeOffset? BootTime { get; init; }

    public Dictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);

    public string? GetVariable(string name) => Variables.GetValueOrDefault(name);

    public DateTimeOffset? GetBootTime(DateTimeOffset now) => BootTime;
}
