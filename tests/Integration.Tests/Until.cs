namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Waits for what is done elsewhere, as long as it takes and no longer than the deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    /// <param name="condition">What is to come true.</param>
    /// <param name="work">Makes it come true. Its failure is thrown, and its end without that is one.</param>
    /// <param name="what">What is waited for.</param>
    public static async Task HoldsAsync(Func<bool> condition, Task? work = null, string what = "What was waited for")
    {
        DateTime end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            if (work is { IsCompleted: true })
            {
                await work;
                if (!condition())
                    throw new InvalidOperationException($"{what} did not come before the end.");
                return;
            }

            if (DateTime.UtcNow > end)
                throw new TimeoutException($"{what} did not come.");
            await Task.Delay(s_interval, CancellationToken.None);
        }
    }
}
