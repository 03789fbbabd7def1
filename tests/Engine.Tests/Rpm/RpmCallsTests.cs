using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Reboots;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class RpmCallsTests
{
    /// <summary>rpm waits for ever for a database that another process has locked as a whole.</summary>
    [Theory]
    [InlineData(ErrorIds.ToolTimedOut, ErrorIds.PackageManagerBusy, "within 7 s")]
    [InlineData(ErrorIds.ToolOutputTooLarge, ErrorIds.ToolOutputTooLarge, "It did not work.")]
    public async Task A_database_that_is_not_read_in_time_is_in_use(string failure, string id, string words)
    {
        RpmCalls calls = new(new RecordingProcessRunner(request => throw new PatchException(failure, ErrorKind.OperationTimeout, "It did not work.", request.Tool)), "dnf", "/image", "/image/var/lib/rpm");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => calls.QueryDatabaseAsync(TimeSpan.FromSeconds(7), CancellationToken.None));

        Assert.Equal(id, e.ErrorId);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }
}
