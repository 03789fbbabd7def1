using System.Text.Json;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Operations;

public sealed class AssociationReportTests : IDisposable
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";

    private readonly InstallScene _scene = new() { AssociationId = Id };

    public AssociationReportTests()
    {
        _scene.Manager.Add("new", "2");
    }

    public void Dispose() => _scene.Dispose();

    private static PatchException Unreachable => new(ErrorIds.CloudUnreachable, ErrorKind.ConnectionError, "AWS cannot be reached.", "AWS", "Wait.") { ExitCode = 149 };

    private string[] Kept => Directory.Exists(Path.Combine(_scene.StatePath, "reports")) ? [.. Directory.GetFiles(Path.Combine(_scene.StatePath, "reports")).Where(file => !file.EndsWith("run.lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)] : [];

    [Fact]
    public async Task A_scan_reports_what_the_specification_shows()
    {
        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal((ReportStatus.Sent, 0), (result.Report, result.ExitCode));
        Assert.Equal([$"DescribeAssociation {Id}", "Put"], _scene.Aws.Calls);
        ComplianceReport report = Assert.Single(_scene.Aws.Reports);
        Assert.Equal(("i-0123456789abcdef0", Id, "patch", "HIGH", false), (report.InstanceId, report.AssociationId, report.Title, report.Severity, report.IsCompliant));
        Assert.Equal(result.StartTime, report.ExecutionTime);
        Assert.Equal(["DocumentName", "DocumentVersion", "PatchBaselineId", "DetailedText"], report.Details.Select(detail => detail.Key));
        Assert.Equal(["doc", "3", "pb-0123456789abcdef0"], report.Details.Take(3).Select(detail => detail.Value));
        using JsonDocument text = JsonDocument.Parse(report.Details[3].Value);
        Assert.Equal(
            "PatchGroup SnapshotId ExecutionId InstalledCount InstalledOtherCount InstalledRejectedCount InstalledPendingRebootCount NotApplicableCount MissingCount FailedCount CriticalNonCompliantCount SecurityNonCompliantCount OtherNonCompliantCount OperationType OperationStartTime OperationEndTime NonCompliantSeverity",
            string.Join(' ', text.RootElement.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(("1", "Scan", "HIGH"), (Text("MissingCount"), Text("OperationType"), Text("NonCompliantSeverity")));
        Assert.Equal("Sent", Assert.Single(_scene.Runs).Report);
        Assert.Empty(Kept);

        string? Text(string name) => text.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task An_unchanged_result_has_an_unchanged_hash_and_a_changed_one_another()
    {
        await _scene.ScanAsync();
        await _scene.ScanAsync();
        _scene.Manager.Add("other", "2");
        await _scene.ScanAsync();
        _scene.Aws.Association = _scene.Aws.Association! with { ComplianceSeverity = "LOW" };
        await _scene.ScanAsync();

        string[] hashes = [.. _scene.Aws.Reports.Select(report => report.ContentHash)];
        Assert.Matches("^[0-9a-f]{64}$", hashes[0]);
        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(4, _scene.Aws.Reports.Count);
        Assert.Equal(3, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task What_could_not_be_sent_is_kept_and_sent_by_the_next_run_in_order_and_once()
    {
        _scene.Aws.Failures["Put"] = Unreachable;
        PatchOperationResult first = await _scene.ScanAsync();
        _scene.Manager.Add("other", "2");
        PatchOperationResult second = await _scene.ScanAsync();

        Assert.Equal([(ReportStatus.Kept, 149), (ReportStatus.Kept, 149)], [(first.Report, first.ExitCode), (second.Report, second.ExitCode)]);
        Assert.Equal(1, first.MissingCount);
        Assert.Equal(2, Kept.Length);
        Assert.Equal(2, _scene.Events.Warnings.Count(warning => warning.Id == ErrorIds.ReportKept));
        Assert.All(_scene.Runs, run => Assert.Equal(("Kept", 149), (run.Report, run.ExitCode)));

        _scene.Aws.Failures.Clear();
        PatchOperationResult third = await _scene.ScanAsync();

        Assert.Equal((ReportStatus.Sent, 0), (third.Report, third.ExitCode));
        Assert.Equal([first.StartTime, second.StartTime, third.StartTime], _scene.Aws.Reports.Select(report => report.ExecutionTime));
        Assert.Empty(Kept);
        await _scene.ScanAsync();
        Assert.Equal(4, _scene.Aws.Reports.Count);
    }

    [Fact]
    public async Task An_association_that_could_not_be_read_gives_the_baseline_s_name_and_later_its_own()
    {
        _scene.Aws.Failures["DescribeAssociation"] = new PatchException(ErrorIds.CloudAccessDenied, ErrorKind.PermissionDenied, "Denied.") { ExitCode = 132 };
        await _scene.ScanAsync();
        ComplianceReport report = Assert.Single(_scene.Aws.Reports);
        Assert.Equal(("test", "UNSPECIFIED", "AWS-RunPatchBaselineAssociation"), (report.Title, report.Severity, report.Details[0].Value));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.AssociationUnreadable);

        _scene.Aws.Failures["Put"] = Unreachable;
        await _scene.ScanAsync();
        _scene.Aws.Failures.Clear();
        await _scene.ScanAsync();
        Assert.All(_scene.Aws.Reports.Skip(1), later => Assert.Equal(("patch", "HIGH"), (later.Title, later.Severity)));
        Assert.Equal(3, _scene.Aws.Reports.Count);
    }

    [Theory]
    [InlineData("SUPERB", "UNSPECIFIED")]
    [InlineData("CRITICAL", "CRITICAL")]
    public async Task A_severity_that_nobody_knows_is_unspecified(string told, string reported)
    {
        _scene.Aws.Association = new AssociationFacts { ComplianceSeverity = told, SyncCompliance = "MANUAL" };
        await _scene.ScanAsync();
        Assert.Equal((reported, "test"), (_scene.Aws.Reports[0].Severity, _scene.Aws.Reports[0].Title));
    }

    [Theory]
    [InlineData("AUTO", true)]
    [InlineData("", true)]
    [InlineData("MANUAL", false)]
    public async Task An_association_that_syncs_itself_is_warned_of(string sync, bool isWarned)
    {
        _scene.Aws.Association = _scene.Aws.Association! with { SyncCompliance = sync };
        await _scene.ScanAsync();
        Assert.Equal(isWarned, _scene.Events.Warnings.Any(warning => warning.Id == ErrorIds.AssociationSyncsItself));
    }

    [Fact]
    public async Task An_association_that_does_not_exist_is_refused_before_anything_is_done()
    {
        _scene.Aws.Association = null;
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        Assert.Equal((ErrorIds.AssociationNotFound, 131), (error.ErrorId, error.ExitCode));
        Assert.Equal("1", _scene.Manager["new"].Installed);
        Assert.False(Directory.Exists(_scene.StatePath));
    }

    [Fact]
    public async Task A_plan_refuses_what_its_install_would()
    {
        _scene.Aws.Association = null;
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => new InstallOperation(_scene.Services()).PlanAsync(new InstallRequest { Scan = _scene.Request() }, CancellationToken.None));
        Assert.Equal(ErrorIds.AssociationNotFound, error.ErrorId);
        ScanRequest offline = _scene.Request() with { BaselineRequest = new BaselineRequest { Service = ServiceUse.Never } };
        error = await Assert.ThrowsAsync<PatchException>(() => new ScanOperation(_scene.Services()).RunAsync(offline, CancellationToken.None));
        Assert.Equal(ErrorIds.ParametersContradict, error.ErrorId);
    }

    /// <summary>What lies in the folder beside what is to be sent.</summary>
    [Theory]
    [InlineData("0000000001-0123456789abcdef0123456789abcdef.json", """{"schemaVersion":2}""")]
    [InlineData("9999999999-0123456789abcdef0123456789abcdef.json", "{")]
    [InlineData("0000000001-0123456789abcdef0123456789abcdef.json", null)]
    public async Task What_cannot_be_read_keeps_nothing_else_from_being_sent(string name, string? content)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_scene.StatePath, "reports")).FullName, name);
        if (content is null)
            File.CreateSymbolicLink(path, "/dev/zero");
        else
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal((ReportStatus.Sent, 1), (result.Report, _scene.Aws.Reports.Count));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.ReportDamaged);
        Assert.DoesNotContain(Kept, file => Path.GetFileName(file).Length > name.Length + 1 && !file.Contains(".damaged-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_that_is_not_found_again_was_not_sent()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_scene.StatePath, "reports")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "999999999999999-0123456789abcdef0123456789abcdef.json"), "{", TestContext.Current.CancellationToken);

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal((ReportStatus.Kept, 0), (result.Report, _scene.Aws.Reports.Count));
    }

    [Fact]
    public async Task Without_an_instance_there_is_nobody_to_report_for()
    {
        _scene.Aws.InstanceId = null;
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());
        Assert.Equal((ErrorIds.CloudIdentityUnknown, 148), (error.ErrorId, error.ExitCode));
        Assert.Empty(_scene.Aws.Calls);
    }

    [Fact]
    public async Task A_report_of_the_instance_that_this_one_was_copied_from_is_not_sent()
    {
        _scene.Aws.Failures["Put"] = Unreachable;
        await _scene.ScanAsync();
        _scene.Aws.Failures.Clear();
        _scene.Aws.InstanceId = "i-00000000000000001";
        await _scene.ScanAsync();

        Assert.Equal("i-00000000000000001", Assert.Single(_scene.Aws.Reports).InstanceId);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.ReportKept && warning.Message.Contains("copied", StringComparison.Ordinal));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task A_kept_report_that_will_never_be_taken_does_not_block_the_others()
    {
        _scene.Aws.Failures["Put"] = Unreachable;
        DateTimeOffset poisoned = (await _scene.ScanAsync()).StartTime;
        _scene.Aws.Failures.Clear();
        _scene.Aws.OnPut = report =>
        {
            if (report.ExecutionTime == poisoned)
                throw new PatchException(ErrorIds.CloudRequestRefused, ErrorKind.InvalidOperation, "InvalidItemContentException");
        };
        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(ReportStatus.Sent, result.Report);
        Assert.Equal(result.StartTime, Assert.Single(_scene.Aws.Reports).ExecutionTime);
        Assert.Empty(Kept);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Message.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_foresaw_takes_the_result_away_neither()
    {
        _scene.Aws.Failures["Put"] = new InvalidOperationException("token=hidden");
        PatchOperationResult result = await _scene.ScanAsync();
        Assert.Equal((ReportStatus.Kept, 1), (result.Report, result.MissingCount));
        Assert.Contains("InvalidOperationException", Assert.Single(_scene.Events.Warnings).Message, StringComparison.Ordinal);
        Assert.Single(Kept);
    }

    /// <summary>As a run leaves it that was killed between the answer and the removal of the file.</summary>
    [Fact]
    public async Task A_report_that_was_sent_and_is_sent_again_has_the_hash_that_the_service_knows()
    {
        byte[] file = [];
        string path = "";
        _scene.Aws.OnPut = _ => file = File.ReadAllBytes(path = Kept[0]);
        await _scene.ScanAsync();
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp"), "half", TestContext.Current.CancellationToken);
        _scene.Aws.OnPut = _ => { };
        await _scene.ScanAsync();

        Assert.Equal(3, _scene.Aws.Reports.Count);
        Assert.Equal(_scene.Aws.Reports[0].ContentHash, _scene.Aws.Reports[1].ContentHash);
        Assert.Equal(_scene.Aws.Reports[0].ExecutionTime, _scene.Aws.Reports[1].ExecutionTime);
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task Another_scan_may_run_while_one_waits_to_report()
    {
        PatchOperationResult? other = null;
        _scene.Aws.OnPut = _ =>
        {
            _scene.Aws.OnPut = _ => { };
            _scene.AssociationId = "";
            _scene.Manager.Add("other", "2");
            other = _scene.ScanAsync().GetAwaiter().GetResult();
        };
        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal((1, 2), (result.MissingCount, other!.MissingCount));
        Assert.Equal(ReportStatus.Sent, result.Report);
        // What the later one found is the node's state, and the earlier one's file alone says that it was sent.
        Assert.Equal([("", 2), ("Sent", 1)], _scene.Runs.Select(run => (run.Report, run.Summary.MissingCount)));
    }

    [Fact]
    public async Task Two_runs_that_report_at_once_send_each_report_once()
    {
        ReportStatus? other = null;
        _scene.Aws.OnPut = _ =>
        {
            _scene.Aws.OnPut = _ => { };
            other = _scene.ScanAsync().GetAwaiter().GetResult().Report;
        };
        await _scene.ScanAsync();

        // The second had to give way, and the first sent its report, too.
        Assert.Equal(ReportStatus.Kept, other);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.ReportKept);
        Assert.Equal(2, _scene.Aws.Reports.Count);
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task A_damaged_report_is_moved_aside_and_the_others_are_sent()
    {
        _scene.Aws.Failures["Put"] = Unreachable;
        await _scene.ScanAsync();
        File.WriteAllText(Kept[0], "{");
        _scene.Aws.Failures.Clear();
        await _scene.ScanAsync();

        Assert.Single(_scene.Aws.Reports);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.ReportDamaged);
        Assert.Contains(".damaged-", Assert.Single(Kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_newest_reports_of_an_association_wait()
    {
        _scene.Aws.Failures["Put"] = Unreachable;
        for (int count = 0; count < 35; count++)
            await _scene.ScanAsync();
        Assert.Equal(30, Kept.Length);
        Assert.Contains("given up", _scene.Events.Warnings.Last(warning => warning.Message.Contains("oldest", StringComparison.Ordinal)).Message, StringComparison.Ordinal);

        _scene.Aws.Failures.Clear();
        await _scene.ScanAsync();
        Assert.Equal(30, _scene.Aws.Reports.Count);
        Assert.Equal(_scene.Aws.Reports.Select(report => report.ExecutionTime).Order(), _scene.Aws.Reports.Select(report => report.ExecutionTime));
    }

    [Fact]
    public async Task A_link_in_place_of_the_folder_is_not_followed_and_takes_nothing_away()
    {
        string elsewhere = _scene.StatePath + "-elsewhere";
        Directory.CreateDirectory(elsewhere);
        Directory.CreateDirectory(_scene.StatePath);
        File.CreateSymbolicLink(Path.Combine(_scene.StatePath, "reports"), elsewhere);

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(1, result.MissingCount);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Message.Contains("symbolic link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scan_that_is_stopped_while_it_reports_keeps_report_and_result()
    {
        using CancellationTokenSource cancellation = new();
        _scene.Aws.OnPut = _ => cancellation.Cancel();
        PatchOperationResult result = await new ScanOperation(_scene.Services()).RunAsync(_scene.Request(), cancellation.Token);

        Assert.Equal(ReportStatus.Kept, result.Report);
        Assert.Single(Kept);
        Assert.Single(_scene.Runs);
    }

    [Fact]
    public async Task An_install_is_reported_before_its_restart_and_again_after_it()
    {
        _scene.Agent = InstallScene.AgentWith();
        PatchOperationResult install = await _scene.InstallAsync();
        Assert.Equal((194, ReportStatus.Sent), (install.ExitCode, install.Report));
        Assert.True(Assert.Single(_scene.Aws.Reports).IsCompliant);

        _scene.Boot();
        PatchOperationResult after = await _scene.InstallAsync();
        Assert.Equal((0, ReportStatus.Sent, RestartStatus.Done), (after.ExitCode, after.Report, after.Restart));
        Assert.Equal(2, _scene.Aws.Reports.Count);
        Assert.Equal(_scene.Aws.Reports[0].ContentHash, _scene.Aws.Reports[1].ContentHash);
    }

    [Fact]
    public async Task A_report_that_fails_does_not_take_the_restart_or_the_failure_of_a_patch_away()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Aws.Failures["Put"] = Unreachable;
        PatchOperationResult install = await _scene.InstallAsync();
        Assert.Equal((194, ReportStatus.Kept), (install.ExitCode, install.Report));
        _scene.Boot();
        Assert.Equal(149, (await _scene.InstallAsync()).ExitCode);

        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        Assert.Equal(1, (await _scene.InstallAsync(RebootOption.NoReboot)).ExitCode);
    }

    [Fact]
    public async Task Where_the_restart_cannot_be_asked_for_the_truth_is_reported_again()
    {
        _scene.Restarter.Failure = new PatchException(ErrorIds.RestartFailed, ErrorKind.InvalidOperation, "No restart.");
        PatchOperationResult install = await _scene.InstallAsync();

        Assert.Equal(RestartStatus.Failed, install.Restart);
        Assert.Equal([true, false], _scene.Aws.Reports.Select(report => report.IsCompliant));
        Assert.Equal("Sent", _scene.Runs[0].Report);
    }

    [Fact]
    public async Task A_run_for_no_association_reports_nothing_and_says_so()
    {
        _scene.AssociationId = "";
        PatchOperationResult result = await _scene.ScanAsync();
        Assert.Equal(ReportStatus.NotAsked, result.Report);
        Assert.Empty(_scene.Aws.Calls);
        Assert.False(Directory.Exists(Path.Combine(_scene.StatePath, "reports")));
    }
}
