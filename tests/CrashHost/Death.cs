using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>The point at which this process kills itself, and nobody else: what it has started goes on.</summary>
/// <param name="Kind">One of the constants here.</param>
/// <param name="Number">Counted from 1.</param>
internal sealed record Death(string Kind, int Number)
{
    public const string BeforeChange = "before";
    public const string WithinWrite = "within";
    public const string AfterChange = "after";
    public const string AtEvent = "event";

    public static Death None { get; } = new("", 0);

    public bool IsAt(string kind, int number) => number == Number && string.Equals(kind, Kind, StringComparison.Ordinal);

    public void ComeAt(string kind, int number)
    {
        if (IsAt(kind, number))
            Come();
    }

    public static void Come()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
