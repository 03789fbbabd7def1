using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class InventorySummaryFileTests
{
    private const string Published = """
        {
            "TypeName": "AWS:PatchSummary",
            "SchemaVersion": "1.0",
            "ContentHash": "HASH",
            "CaptureTime": "2026-11-25T02:15:07Z",
            "Content": [
                {
                    "BaselineId": "pb-0c7e89f711c3095f4",
                    "PatchGroup": "web",
                    "SnapshotId": "7c64b8b8-1274-47db-8f0d-e26f6c0aae7b",
                    "ExecutionId": "a7f84bef-2aa8-4853-a28f-e6e0108c8285",
                    "InstalledCount": "2",
                    "InstalledOtherCount": "0",
                    "InstalledRejectedCount": "0",
                    "InstalledPendingRebootCount": "0",
                    "NotApplicableCount": "0",
                    "MissingCount": "1",
                    "FailedCount": "0",
                    "CriticalNonCompliantCount": "0",
                    "SecurityNonCompliantCount": "1",
                    "OtherNonCompliantCount": "0",
                    "OperationType": "Scan",
                    "OperationStartTime": "2026-11-25T02:15:00Z",
                    "OperationEndTime": "2026-11-25T02:15:07Z",
                    "RebootOption": "NoReboot",
                    "NonCompliantSeverity": "HIGH"
                }
            ]
        }

        """;

    [Fact]
    public void The_file_has_the_published_text()
    {
        var text = Encoding.UTF8.GetString(InventorySummaryFile.Write(InventorySummary.Of(Run(), lastNoRebootInstallOperationTime: null)));

        var hash = JsonDocument.Parse(text).RootElement.GetProperty("ContentHash").GetString()!;
        Assert.Equal(Published.ReplaceLineEndings("\n").Replace("HASH", hash, StringComparison.Ordinal), text);
    }

    [Fact]
    public void The_hash_is_that_of_the_compact_content()
    {
        var summary = InventorySummary.Of(Run(), lastNoRebootInstallOperationTime: null);
        var content = "[{" + string.Join(',', summary.Content.Select(pair => $"\"{pair.Key}\":\"{pair.Value}\"")) + "}]";

        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content))).ToLowerInvariant(), summary.ContentHash);
    }

    [Fact]
    public void The_optional_keys_come_last()
    {
        var run = Run() with { Operation = "Install", InstallOverrideList = "s3://bucket/list.yaml" };

        var summary = InventorySummary.Of(run, Samples.Start);

        Assert.Equal(["RebootOption", "InstallOverrideList", "LastNoRebootInstallOperationTime", "NonCompliantSeverity"], summary.Content.Select(pair => pair.Key).TakeLast(4), StringComparer.Ordinal);
        Assert.Equal("2026-11-25T02:15:00Z", summary.Find("LastNoRebootInstallOperationTime"));
    }

    [Fact]
    public void A_compliant_node_has_no_severity() =>
        Assert.DoesNotContain(InventorySummary.Of(Samples.Run(), lastNoRebootInstallOperationTime: null).Content, pair => string.Equals(pair.Key, "NonCompliantSeverity", StringComparison.Ordinal));

    [Fact]
    public void Only_Windows_has_the_counts_that_only_Windows_knows()
    {
        var windows = Run() with { OperatingSystem = "WINDOWS", Summary = PatchSummary.Of([Samples.Patch("KB1", PatchState.AvailableSecurityUpdate)], 12) };

        var summary = InventorySummary.Of(windows, lastNoRebootInstallOperationTime: null);

        Assert.Equal(("12", "1"), (summary.Find("UnreportedNotApplicableCount"), summary.Find("AvailableSecurityUpdateCount")));
        Assert.Equal("", InventorySummary.Of(Run(), lastNoRebootInstallOperationTime: null).Find("AvailableSecurityUpdateCount"));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var run = Run();
        var written = InventorySummary.Of(run, Samples.Start);

        var read = InventorySummaryFile.Read(InventorySummaryFile.Write(written));

        Assert.Equal(written.Content, read.Content);
        Assert.Equal((written.ContentHash, written.CaptureTime), (read.ContentHash, read.CaptureTime));
        Assert.Equal(run.Summary, read.ToSummary());
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 2, 15, 7, TimeSpan.Zero), read.FindTime("OperationEndTime"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"Content": {}}""")]
    [InlineData("""{"Content": ["a"]}""")]
    [InlineData("""{"CaptureTime": 5}""")]
    public void Damage_is_told_as_such(string text) =>
        Assert.ThrowsAny<JsonException>(() => InventorySummaryFile.Read(Encoding.UTF8.GetBytes(text)));

    private static RunRecord Run() => Samples.Run(patches:
    [
        Samples.Patch("a", PatchState.Installed),
        Samples.Patch("b", PatchState.Installed),
        Samples.Patch("c", PatchState.Missing, level: ComplianceLevel.High, classification: "Security"),
    ]);
}
