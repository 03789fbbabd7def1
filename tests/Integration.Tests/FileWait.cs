namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Waits for what another process does, as long as it takes and no longer than the deadline.</summary>
internal static class FileWait
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    /// <param name="path">A file to come.</param>
    /// <param name="work">Makes the file. Its failure is thrown, and its end without the file is one.</param>
    public static async Task ForAsync(string path, Task? work = null)
    {
        DateTime end = DateTime.UtcNow + Deadline;
        while (!File.Exists(path))
        {
            if (work is { IsCompleted: true })
            {
                await work;
                if (!File.Exists(path))
                    throw new InvalidOperationException($"It ended, and did not make '{path}'.");
                return;
            }

            if (DateTime.UtcNow > end)
                throw new TimeoutException($"'{path}' did not appear.");
            await Task.Delay(s_interval, CancellationToken.None);
        }
    }
}
