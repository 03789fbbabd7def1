using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>What a running macOS tells of itself.</summary>
internal sealed class MacEnvironment : INodeEnvironment
{
    public SystemKind Kind => SystemKind.MacOS;

    public Version? SystemVersion { get; set; } = new(13, 6);

    public bool IsWindowsServer => false;

    public string HostName => "mac-1.example.com";

    public string MachineArchitecture => "x86_64";

    public DateTimeOffset? BootTime { get; set; } = DateTimeOffset.UtcNow.AddDays(-1);

    public string? GetVariable(string name) => null;

    public DateTimeOffset? GetBootTime(DateTimeOffset now) => BootTime;
}
