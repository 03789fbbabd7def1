using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PatchBaselineAssociation.States;

/// <summary>Who holds the run lock.</summary>
public sealed record RunLockOwner(int ProcessId, DateTimeOffset ProcessStartTime, string Operation, DateTimeOffset StartedAt)
{
    public static RunLockOwner OfThisProcess(string operation, DateTimeOffset now)
    {
        using var process = Process.GetCurrentProcess();
        return new RunLockOwner(process.Id, new DateTimeOffset(process.StartTime).ToUniversalTime(), operation, now);
    }

    /// <summary>Ids of processes are used again: the time of the start tells two apart.</summary>
    public bool IsSameProcess(RunLockOwner other) => ProcessId == other.ProcessId && ProcessStartTime == other.ProcessStartTime;

    public override string ToString() =>
        $"process {ProcessId.ToString(CultureInfo.InvariantCulture)} ({Operation}, since {StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC)";

    internal byte[] ToJson() => StateJson.WriteIndented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("processId", ProcessId);
        writer.WriteString("processStartTime", ProcessStartTime);
        writer.WriteString("operation", Operation);
        writer.WriteString("startedAt", StartedAt);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is no note of ours.</exception>
    internal static RunLockOwner FromJson(byte[] content) => StateJson.Read(content, root => new RunLockOwner(
        root.RequiredInteger("processId"),
        root.RequiredTime("processStartTime"),
        root.RequiredString("operation"),
        root.RequiredTime("startedAt")));
}
