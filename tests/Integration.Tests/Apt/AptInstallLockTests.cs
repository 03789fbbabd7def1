using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Locks that another process holds.</summary>
public sealed class AptInstallLockTests : AptInstallTest
{
    public static TheoryData<string> Locks => ["var/lib/dpkg/lock-frontend", "var/lib/dpkg/lock", "archives/lock"];

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task A_lock_is_waited_for(string path)
    {
        await PublishAsync();
        FileLock held = new(LockFile(path));

        Task<PatchOperationResult> run = Install.RunAsync(Root.Path);
        await Until.HoldsAsync(() => Install.Events.Verbose.Any(message => message.StartsWith("Waiting for the lock", StringComparison.Ordinal)), run);

        Assert.Equal("ii 1", Root.StatusOf("subject"));
        held.Dispose();

        Assert.Equal((0, "ii 2"), ((await run).ExitCode, Root.StatusOf("subject")));
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task A_lock_that_is_not_given_up_is_an_error_that_names_its_holder(string path)
    {
        await PublishAsync();
        using FileLock held = new(LockFile(path));
        IReadOnlyList<string> before = FolderSnapshot.Of(Root.Inside("var/lib/dpkg"), Root.Inside("etc"));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(
            Root.Path, change: request => request with { Scan = request.Scan with { LockTimeout = TimeSpan.FromSeconds(1) } }));

        Assert.Equal((ErrorIds.PackageManagerBusy, ErrorKind.ResourceBusy), (exception.ErrorId, exception.Kind));
        Assert.Contains($"{held.ProcessId}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderSnapshot.Of(Root.Inside("var/lib/dpkg"), Root.Inside("etc")));
    }

    /// <summary>What another package manager does meanwhile is taken into account.</summary>
    [Fact]
    public async Task A_version_that_came_while_the_lock_was_held_is_not_gone_back_from()
    {
        await PublishAsync();
        FileLock held = new(LockFile("var/lib/dpkg/lock-frontend"));
        Task<PatchOperationResult> run = Install.RunAsync(Root.Path);
        await Until.HoldsAsync(() => Install.Events.Verbose.Any(message => message.StartsWith("Waiting for the lock", StringComparison.Ordinal)), run);
        Root.WriteFile("var/lib/dpkg/status", Root.ReadFile("var/lib/dpkg/status").Replace("Package: subject\nStatus: install ok installed\n", "Package: subject\nStatus: install ok installed\n", StringComparison.Ordinal).Replace("Version: 1\n", "Version: 3\n", StringComparison.Ordinal));
        held.Dispose();

        PatchOperationResult result = await run;

        Assert.Equal((0, "ii 3", 0), (result.ExitCode, Root.StatusOf("subject"), result.FailedCount));
    }

    private async Task PublishAsync()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
        await Install.PlanAsync(Root.Path);
    }

    private string LockFile(string path) => path.StartsWith("var", StringComparison.Ordinal)
        ? Root.Inside(path)
        : Path.Combine(Directory.GetDirectories(Install.CachePath, "archives", SearchOption.AllDirectories).Single(), "lock");
}
