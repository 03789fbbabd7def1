using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

internal sealed class SettableClock : IClock
{
    public DateTimeOffset UtcNow { get; set; } = new(2026, 11, 25, 2, 15, 0, 123, TimeSpan.Zero);
}
