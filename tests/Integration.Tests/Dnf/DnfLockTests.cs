using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Locks that another process holds.</summary>
public sealed class DnfLockTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();
    private readonly DnfScan _impatient;
    private readonly FileServer _server;

    public DnfLockTests()
    {
        DnfTools.RequireMounts();
        _impatient = new DnfScan { LockTimeout = TimeSpan.FromSeconds(1) };
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.WriteRepository("base", [new("subject", "2-1")]);
        _server = new FileServer(_root.RepositoryFolder("base"));
        _root.Configure("base", _server.Address);
    }

    /// <summary>rpm's own lock; that of the metadata in the cache; that of packages there; that of changes in the image.</summary>
    public static TheoryData<string> Locks => ["var/lib/rpm/.rpm.lock", "metadata_lock.pid", "download_lock.pid", "var/lib/dnf/rpmdb_lock.pid"];

    public void Dispose()
    {
        _server.Dispose();
        _impatient.Dispose();
        _scan.Dispose();
        _root.Dispose();
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task A_lock_is_waited_for(string path)
    {
        await _scan.PlanAsync(_root.Path);
        (IDisposable held, int processId) = Hold(_scan, path);

        Task<PatchOperationResult> run = _scan.InstallAsync(_root.Path);
        await Until.HoldsAsync(() => _scan.Events.Verbose.Any(message => message.StartsWith("Waiting for the lock", StringComparison.Ordinal) && message.Contains($"process {processId}", StringComparison.Ordinal)), run);

        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        held.Dispose();

        Assert.Equal((0, "0:2-1"), ((await run).ExitCode, _root.VersionOf("subject")));
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task A_lock_that_is_not_given_up_is_an_error_that_names_its_holder(string path)
    {
        await _impatient.PlanAsync(_root.Path);
        (IDisposable held, int processId) = Hold(_impatient, path);
        using IDisposable end = held;

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _impatient.InstallAsync(_root.Path));

        Assert.Equal((ErrorIds.PackageManagerBusy, ErrorKind.ResourceBusy), (exception.ErrorId, exception.Kind));
        Assert.Contains($"process {processId} (", exception.Message, StringComparison.Ordinal);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scan_waits_for_metadata_that_another_fetches_and_not_for_changes(bool isOfMetadata)
    {
        await _impatient.RunAsync(_root.Path);
        (IDisposable held, int processId) = Hold(_impatient, isOfMetadata ? "metadata_lock.pid" : "var/lib/rpm/.rpm.lock");
        using IDisposable end = held;

        if (isOfMetadata)
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _impatient.RunAsync(_root.Path));
            Assert.Equal(ErrorIds.PackageManagerBusy, exception.ErrorId);
            Assert.Contains($"process {processId} (", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            await _impatient.RunAsync(_root.Path);
            Assert.Contains($"process {processId} (", Assert.Single(_impatient.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void On_the_running_system_another_dnf_that_fetches_metadata_is_waited_for_and_named()
    {
        using DnfRunningSystem system = new(_root);
        _root.WriteFile("etc/baseline.json", DnfRunningSystemTests.Baseline);

        string output = system.RunInCopy(
            """
            $null = [IO.Directory]::CreateDirectory('/var/cache/dnf')
            [IO.File]::WriteAllText('/var/cache/dnf/metadata_lock.pid', "$PID")
            try { Install-PatchBaseline -Path /etc/baseline.json -StatePath /var/log/state -Offline -RebootOption NoReboot -LockTimeout 1 -ErrorAction Stop }
            catch { $_.FullyQualifiedErrorId; $_.Exception.Message -like "*process $PID (*" }
            """,
            "rpm -q subject --queryformat '%{VERSION}\\n'");

        Assert.Equal(["PackageManagerBusy", "True", "1"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')[0]));
    }

    private (IDisposable Lock, int ProcessId) Hold(DnfScan scan, string path)
    {
        if (path.EndsWith(".rpm.lock", StringComparison.Ordinal))
        {
            FileLock file = new(_root.Inside(path));
            return (file, file.ProcessId);
        }

        HeldDnfLock held = new(path.StartsWith("var", StringComparison.Ordinal)
            ? _root.Inside(path)
            : Path.Combine(Assert.Single(Directory.GetDirectories(scan.CachePath, "metadata", SearchOption.AllDirectories)), path));
        return (held, held.ProcessId);
    }
}
