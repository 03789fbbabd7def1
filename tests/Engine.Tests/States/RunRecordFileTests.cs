using System.Text;
using System.Text.Json;
using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class RunRecordFileTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Char[' ', '~'].Array[0, 12].Select(chars => new string(chars)), Gen.Const("ü\n\t\"\\/日本\U0001F600 1:2.0+b1~rc^"));
    private static readonly Gen<DateTimeOffset> s_time = Gen.Long[0, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
    private static readonly Gen<DateTimeOffset?> s_optionalTime = Gen.OneOf(Gen.Const((DateTimeOffset?)null), s_time.Select(time => (DateTimeOffset?)time));

    private static readonly Gen<PatchRecord> s_patch =
        from texts in s_text.Array[9]
        from ids in s_text.List[0, 3]
        from state in Gen.Enum<PatchState>()
        from compliance in Gen.Enum<PatchCompliance>()
        from level in Gen.Enum<ComplianceLevel>()
        from time in s_optionalTime
        select new PatchRecord
        {
            Id = texts[0],
            Title = texts[1],
            Name = texts[2],
            Architecture = texts[3],
            InstalledVersion = texts[4],
            AvailableVersion = texts[5],
            State = state,
            Compliance = compliance,
            ComplianceLevel = level,
            Classification = texts[6],
            Severity = texts[7],
            InstalledTime = time,
            AdvisoryIds = ids,
            CveIds = [.. ids.AsEnumerable().Reverse()],
            Reason = texts[8],
        };

    private static readonly Gen<RunRecord> s_run =
        from texts in s_text.Array[16]
        from files in s_text.Array[0, 3]
        from patches in s_patch.List[0, 4]
        from start in s_time
        from end in s_time
        from metadata in s_optionalTime
        from pending in Gen.Bool
        from exitCode in Gen.Int
        from kind in Gen.Enum<BaselineOriginKind>()
        from status in Gen.Enum<RepositoryStatus>()
        select new RunRecord
        {
            Operation = texts[0],
            NodeId = texts[1],
            OperatingSystem = texts[2],
            Product = texts[3],
            BaselineId = texts[4],
            BaselineName = texts[5],
            BaselineSource = pending ? null : new BaselineOrigin(kind, texts[6], texts[7]) { PatchGroup = exitCode > 0 ? null : texts[8], SnapshotId = exitCode > 0 ? texts[8] : null },
            PatchGroup = texts[8],
            SnapshotId = texts[9],
            ExecutionId = texts[10],
            AssociationId = texts[11],
            InstallOverrideList = texts[12],
            StartTime = start,
            EndTime = end,
            RebootOption = texts[6],
            RebootPending = pending,
            Summary = PatchSummary.Of(patches, Math.Abs(exitCode % 1000)),
            Patches = patches,
            Repositories = [new RepositoryHealth { Name = texts[7], Status = status, Message = texts[8], IsUsed = pending, MetadataTime = metadata }],
            Changes = [.. files.Select(file => new PackageChange(file, texts[5], texts[4]))],
            KeptConfigurationFiles = files,
            Restart = texts[13],
            RestartReason = texts[14],
            LogPath = texts[15],
            ExitCode = exitCode,
            StateFolder = texts[9],
        };

    [Fact]
    public void Whatever_is_written_is_read() => s_run.Sample(run => AssertEqual(run, RunRecordFile.Read(RunRecordFile.Write(run), "run.json")));

    [Theory]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void A_newer_shape_is_refused_by_name(int version)
    {
        var content = Encoding.UTF8.GetBytes($$"""{"schemaVersion": {{version}}, "everything": "else"}""");

        var exception = Assert.Throws<PatchException>(() => RunRecordFile.Read(content, "/x/run.json"));

        Assert.Equal(ErrorIds.StateFileNewer, exception.ErrorId);
        Assert.Equal("/x/run.json", exception.Target);
        Assert.NotNull(exception.RecommendedAction);
    }

    [Theory]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":0", "$.schemaVersion")]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":\"1\"", "$.schemaVersion")]
    [InlineData("\"schemaVersion\":1,", "", "$.schemaVersion")]
    [InlineData("\"state\":\"Missing\"", "\"state\":\"Absent\"", "$.patches[1].state")]
    [InlineData("\"state\":\"Missing\"", "\"state\":\"4\"", "$.patches[1].state")]
    [InlineData("\"exitCode\":0", "\"exitCode\":0.5", "$.exitCode")]
    [InlineData("\"rebootPending\":false", "\"rebootPending\":0", "$.rebootPending")]
    [InlineData("\"operation\":\"Scan\"", "\"operation\":null", "$.operation")]
    [InlineData("\"isUsed\":true", "\"isUsed\":\"yes\"", "$.repositories[0].isUsed")]
    [InlineData("\"cveIds\":[]", "\"cveIds\":[1]", "$.patches[0].cveIds[0]")]
    [InlineData("\"startTime\":\"2026-", "\"startTime\":\"26-", "$.startTime")]
    public void Damage_is_told_with_its_place(string original, string damaged, string place)
    {
        var text = Encoding.UTF8.GetString(RunRecordFile.Write(Samples.Run(patches: [Samples.Patch("a", PatchState.Installed), Samples.Patch("b", PatchState.Missing)])));
        Assert.Contains(original, text, StringComparison.Ordinal);

        var exception = Assert.ThrowsAny<JsonException>(() => RunRecordFile.Read(Encoding.UTF8.GetBytes(text.Replace(original, damaged, StringComparison.Ordinal)), "run.json"));

        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_damaged()
    {
        var content = RunRecordFile.Write(Samples.Run(patches: Samples.Patch("a", PatchState.Missing)));

        for (var length = 0; length < content.Length; length++)
            Assert.ThrowsAny<JsonException>(() => RunRecordFile.Read(content[..length], "run.json"));
    }

    internal static void AssertEqual(RunRecord expected, RunRecord actual)
    {
        Assert.Equal(WithoutLists(expected), WithoutLists(actual));
        Assert.Equal(expected.Repositories, actual.Repositories);
        Assert.Equal(expected.Changes, actual.Changes);
        Assert.Equal(expected.KeptConfigurationFiles, actual.KeptConfigurationFiles, StringComparer.Ordinal);
        Assert.Equal(expected.Patches.Count, actual.Patches.Count);
        foreach (var (one, other) in expected.Patches.Zip(actual.Patches))
        {
            Assert.Equal(one.AdvisoryIds, other.AdvisoryIds, StringComparer.Ordinal);
            Assert.Equal(one.CveIds, other.CveIds, StringComparer.Ordinal);
            Assert.Equal(one with { AdvisoryIds = [], CveIds = [] }, other with { AdvisoryIds = [], CveIds = [] });
        }
    }

    private static RunRecord WithoutLists(RunRecord run) => run with { Patches = [], Repositories = [], Changes = [], KeptConfigurationFiles = [] };
}
