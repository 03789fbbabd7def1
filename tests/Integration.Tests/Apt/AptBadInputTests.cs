using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>apt and dpkg that are missing, broken, busy or stuck.</summary>
public sealed class AptBadInputTests : IDisposable
{
    private readonly AptRoot _root = new();
    private readonly AptScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task Without_apt_the_error_says_so()
    {
        using AptScan scan = new() { Processes = new ProcessRunner(NullEventSink.Instance, [_root.Beside("no-tools")]) };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => scan.RunAsync(_root.Path));

        Assert.Equal((ErrorIds.PackageManagerMissing, ErrorKind.NotInstalled), (exception.ErrorId, exception.Kind));
    }

    [Fact]
    public async Task Without_lists_and_without_refresh_there_is_nothing_to_compare_with()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true));

        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Contains("-NoRefresh", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_sources_there_is_nothing_to_compare_with()
    {
        _root.Install(new TestPackage("subject", "1"));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Contains("no package sources", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_entry_that_makes_no_sense_is_named()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AppendSource("deb nonsense");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, exception.ErrorId);
        Assert.Contains("Malformed entry 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_package_database_is_named_with_dpkgs_words()
    {
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.WriteFile("var/lib/dpkg/status", "Package: subject\nStatus install ok installed\n\0\0\n");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal((ErrorIds.PackageDatabaseBroken, ErrorKind.InvalidData), (exception.ErrorId, exception.Kind));
        Assert.Contains("status", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_package_list_is_its_repositorys_trouble()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        string damaged = _root.Beside("damaged");
        Directory.CreateDirectory(damaged);
        await File.WriteAllTextAsync(Path.Combine(damaged, "Packages"), "Version: 2\nnothing here\n\n", TestContext.Current.CancellationToken);
        _root.AppendSource($"deb [trusted=yes] file:{damaged} ./");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(1, result.MissingCount);
        RepositoryHealth health = result.Repositories.Single(repository => repository.Name == $"file:{damaged} ./");
        Assert.Equal(RepositoryStatus.Unavailable, health.Status);
        Assert.Contains("Unable to parse", health.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_has_dpkgs_lock_is_named_and_the_scan_goes_on()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        using FileLock held = new(Path.Combine(_root.Path, "var/lib/dpkg/lock-frontend"));

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(1, result.MissingCount);
        WarningEvent warning = Assert.Single(_scan.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy);
        Assert.Contains($"process {held.ProcessId}", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_on_the_systems_lists_does_not_disturb_a_scan()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        using FileLock held = new(Path.Combine(_root.Path, "var/lib/apt/lists/lock"));

        Assert.Equal(1, (await _scan.RunAsync(_root.Path)).MissingCount);
    }

    [Fact]
    public async Task A_lock_on_the_modules_own_lists_is_waited_for_and_then_an_error()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        await _scan.RunAsync(_root.Path);
        string lists = Directory.GetDirectories(_scan.CachePath, "lists", SearchOption.AllDirectories).Single();
        using FileLock held = new(Path.Combine(lists, "lock"));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, lockTimeout: TimeSpan.Zero));

        Assert.Equal((ErrorIds.PackageManagerBusy, ErrorKind.ResourceBusy), (exception.ErrorId, exception.Kind));
    }

    [Theory]
    [InlineData("apt-get")]
    [InlineData("apt-cache")]
    [InlineData("dpkg-query")]
    public async Task A_tool_that_hangs_is_ended(string tool)
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        string tools = _root.Beside("tools");
        Directory.CreateDirectory(tools);
        string script = Path.Combine(tools, tool);
        await File.WriteAllTextAsync(script, "#!/bin/sh\nsleep 600\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        AptPackageManager manager = new(
            new ProcessRunner(NullEventSink.Instance, [tools, "/usr/bin", "/bin"]), new DetachedProcessRunner(SystemClock.Instance, NullEventSink.Instance), new PhysicalFileSystem(), new FileLockHolder(new PhysicalFileSystem()), SystemClock.Instance, NullEventSink.Instance);
        Node node = new NodeDetector(new PhysicalFileSystem(), SystemClock.Instance, new SystemEnvironment(), NullEventSink.Instance).Detect(_root.Path);
        InventoryOptions options = new() { CacheFolder = _scan.CachePath, QueryTimeout = TimeSpan.FromSeconds(5), RefreshTimeout = TimeSpan.FromSeconds(5) };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => manager.ReadInventoryAsync(node, options, CancellationToken.None));

        Assert.Equal((ErrorIds.ToolTimedOut, ErrorKind.OperationTimeout), (exception.ErrorId, exception.Kind));
        Assert.Contains(tool, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dpkg-query", "not what dpkg prints\n")]
    [InlineData("apt-cache", "subject:\n  Version table:\n     words without numbers\n")]
    public async Task An_answer_that_makes_no_sense_is_refused(string tool, string answer)
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        string tools = _root.Beside("tools");
        Directory.CreateDirectory(tools);
        string script = Path.Combine(tools, tool);
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nprintf '%s' '{answer}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        using AptScan scan = new() { Processes = new ProcessRunner(NullEventSink.Instance, [tools, "/usr/bin", "/bin"]) };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, exception.ErrorId);
        Assert.False(Directory.Exists(Path.Combine(scan.StatePath, "runs")));
    }

    [Fact]
    public async Task A_scan_that_is_cancelled_leaves_no_state()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scan.RunAsync(_root.Path, cancellationToken: cancelled.Token));

        Assert.False(Directory.Exists(Path.Combine(_scan.StatePath, "runs")));
    }
}
