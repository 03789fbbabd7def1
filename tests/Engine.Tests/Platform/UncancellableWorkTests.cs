using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class UncancellableWorkTests
{
    [Fact]
    public async Task Work_that_does_not_end_is_left_when_it_is_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource<int> work = new();
        Task<int> wait = UncancellableWork.WaitAsync(work.Task, cancellation.Token);
        Assert.False(wait.IsCompleted);

        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.False(work.Task.IsCompleted);
    }

    [Fact]
    public async Task What_the_work_gives_or_throws_is_passed_on()
    {
        Assert.Equal(7, await UncancellableWork.WaitAsync(Task.FromResult(7), CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => UncancellableWork.WaitAsync(Task.FromException<int>(new IOException()), CancellationToken.None));
    }
}
