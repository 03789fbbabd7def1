using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

internal static class RebootSamples
{
    public const string Command = "a7f84bef-2aa8-4853-a28f-e6e0108c8285";
    public const string Association = "8dfe3659-4309-493a-8755-0123456789ab";

    public static DateTimeOffset Requested { get; } = new(2026, 11, 25, 2, 15, 0, TimeSpan.Zero);

    public static AgentContext Agent(string commandId = Command) => new() { InstanceId = "i-0123456789abcdef0", CommandId = commandId };

    public static RebootMarker Marker(int tries = 1, int exitCodeAfter = 0, string commandId = Command, string associationId = "", bool underAgent = true) => new()
    {
        RequestedAt = Requested,
        Tries = tries,
        ExitCodeAfter = exitCodeAfter,
        Operation = "Install",
        CommandId = commandId,
        AssociationId = associationId,
        UnderAgent = underAgent,
    };

    public static RebootSituation Situation(RebootOption option = RebootOption.RebootIfNeeded) => new()
    {
        Option = option,
        InstalledSomething = true,
        PendingFound = false,
        IsRunningSystem = true,
        Agent = new AgentContext(),
        System = SystemKind.Linux,
    };
}
