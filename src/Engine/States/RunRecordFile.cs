using System.Text.Json;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>A run in the history: our own shape, with a version of its own.</summary>
public static class RunRecordFile
{
    public const int SchemaVersion = 1;

    public static byte[] Write(RunRecord run) => StateJson.WriteCompact(writer => WriteRun(writer, run));

    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="PatchException">A newer version of the module wrote it.</exception>
    public static RunRecord Read(byte[] content, string path) => StateJson.Read(content, root => ReadRun(root, path));

    internal static void WriteRun(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("operation", run.Operation);
        writer.WriteString("nodeId", run.NodeId);
        writer.WriteString("operatingSystem", run.OperatingSystem);
        writer.WriteString("product", run.Product);
        writer.WriteString("baselineId", run.BaselineId);
        writer.WriteString("baselineName", run.BaselineName);
        WriteOrigin(writer, run.BaselineSource);
        writer.WriteString("patchGroup", run.PatchGroup);
        writer.WriteString("snapshotId", run.SnapshotId);
        writer.WriteString("executionId", run.ExecutionId);
        writer.WriteString("associationId", run.AssociationId);
        writer.WriteString("installOverrideList", run.InstallOverrideList);
        writer.WriteString("startTime", run.StartTime);
        writer.WriteString("endTime", run.EndTime);
        writer.WriteString("rebootOption", run.RebootOption);
        writer.WriteBoolean("rebootPending", run.RebootPending);
        WriteSummary(writer, run.Summary);
        writer.WriteStartArray("patches");
        foreach (var patch in run.Patches)
            WritePatch(writer, patch);
        writer.WriteEndArray();
        writer.WriteStartArray("repositories");
        foreach (var repository in run.Repositories)
            WriteRepository(writer, repository);
        writer.WriteEndArray();
        writer.WriteStartArray("changes");
        foreach (var change in run.Changes)
            PackageChangeJson.Write(writer, change);
        writer.WriteEndArray();
        WriteStrings(writer, "keptConfigurationFiles", run.KeptConfigurationFiles);
        writer.WriteString("restart", run.Restart);
        writer.WriteString("restartReason", run.RestartReason);
        writer.WriteString("report", run.Report);
        writer.WriteString("logPath", run.LogPath);
        writer.WriteNumber("exitCode", run.ExitCode);
        writer.WriteString("stateFolder", run.StateFolder);
        writer.WriteEndObject();
    }

    internal static RunRecord ReadRun(StateJsonObject root, string path)
    {
        StateVersion.Check(root, SchemaVersion, path);
        return ReadRun(root);
    }

    private static RunRecord ReadRun(StateJsonObject root) => new()
    {
        Operation = root.RequiredString("operation"),
        NodeId = root.RequiredString("nodeId"),
        OperatingSystem = root.RequiredString("operatingSystem"),
        Product = root.OptionalString("product"),
        BaselineId = root.OptionalString("baselineId"),
        BaselineName = root.OptionalString("baselineName"),
        BaselineSource = root.OptionalObject("baselineSource") is { } origin ? ReadOrigin(origin) : null,
        PatchGroup = root.OptionalString("patchGroup"),
        SnapshotId = root.OptionalString("snapshotId"),
        ExecutionId = root.OptionalString("executionId"),
        AssociationId = root.OptionalString("associationId"),
        InstallOverrideList = root.OptionalString("installOverrideList"),
        StartTime = root.RequiredTime("startTime"),
        EndTime = root.RequiredTime("endTime"),
        RebootOption = root.OptionalString("rebootOption"),
        RebootPending = root.OptionalBoolean("rebootPending"),
        Summary = ReadSummary(root.RequiredObject("summary")),
        Patches = root.OptionalObjects("patches", ReadPatch),
        Repositories = root.OptionalObjects("repositories", ReadRepository),
        Changes = root.OptionalObjects("changes", PackageChangeJson.Read),
        KeptConfigurationFiles = root.OptionalStrings("keptConfigurationFiles"),
        Restart = root.OptionalString("restart"),
        RestartReason = root.OptionalString("restartReason"),
        Report = root.OptionalString("report"),
        LogPath = root.OptionalString("logPath"),
        ExitCode = root.OptionalInteger("exitCode"),
        StateFolder = root.OptionalString("stateFolder"),
    };

    private static void WriteOrigin(Utf8JsonWriter writer, BaselineOrigin? origin)
    {
        if (origin is null)
        {
            writer.WriteNull("baselineSource");
            return;
        }

        writer.WriteStartObject("baselineSource");
        writer.WriteString("kind", origin.Kind.ToString());
        writer.WriteString("location", origin.Location);
        writer.WriteString("reason", origin.Reason);
        writer.WriteString("patchGroup", origin.PatchGroup);
        writer.WriteString("snapshotId", origin.SnapshotId);
        writer.WriteStartArray("steps");
        foreach (var step in origin.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", step.Kind.ToString());
            writer.WriteString("outcome", step.Outcome.ToString());
            writer.WriteString("explanation", step.Explanation);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static BaselineOrigin ReadOrigin(StateJsonObject origin) =>
        new(origin.RequiredEnum<BaselineOriginKind>("kind"), origin.OptionalString("location"), origin.OptionalString("reason"))
        {
            PatchGroup = origin.NullableString("patchGroup"),
            SnapshotId = origin.NullableString("snapshotId"),
            Steps = origin.OptionalObjects(
                "steps",
                step => new BaselineStep(step.RequiredEnum<BaselineOriginKind>("kind"), step.RequiredEnum<BaselineStepOutcome>("outcome"), step.OptionalString("explanation"))),
        };

    private static void WriteSummary(Utf8JsonWriter writer, PatchSummary summary)
    {
        writer.WriteStartObject("summary");
        writer.WriteNumber("installedCount", summary.InstalledCount);
        writer.WriteNumber("installedOtherCount", summary.InstalledOtherCount);
        writer.WriteNumber("installedRejectedCount", summary.InstalledRejectedCount);
        writer.WriteNumber("installedPendingRebootCount", summary.InstalledPendingRebootCount);
        writer.WriteNumber("missingCount", summary.MissingCount);
        writer.WriteNumber("failedCount", summary.FailedCount);
        writer.WriteNumber("notApplicableCount", summary.NotApplicableCount);
        writer.WriteNumber("unreportedNotApplicableCount", summary.UnreportedNotApplicableCount);
        writer.WriteNumber("availableSecurityUpdateCount", summary.AvailableSecurityUpdateCount);
        writer.WriteNumber("criticalNonCompliantCount", summary.CriticalNonCompliantCount);
        writer.WriteNumber("securityNonCompliantCount", summary.SecurityNonCompliantCount);
        writer.WriteNumber("otherNonCompliantCount", summary.OtherNonCompliantCount);
        writer.WriteString("nonCompliantSeverity", summary.NonCompliantSeverity?.ToString());
        writer.WriteString("compliance", summary.Compliance.ToString());
        writer.WriteEndObject();
    }

    private static PatchSummary ReadSummary(StateJsonObject summary) => new()
    {
        InstalledCount = summary.OptionalInteger("installedCount"),
        InstalledOtherCount = summary.OptionalInteger("installedOtherCount"),
        InstalledRejectedCount = summary.OptionalInteger("installedRejectedCount"),
        InstalledPendingRebootCount = summary.OptionalInteger("installedPendingRebootCount"),
        MissingCount = summary.OptionalInteger("missingCount"),
        FailedCount = summary.OptionalInteger("failedCount"),
        NotApplicableCount = summary.OptionalInteger("notApplicableCount"),
        UnreportedNotApplicableCount = summary.OptionalInteger("unreportedNotApplicableCount"),
        AvailableSecurityUpdateCount = summary.OptionalInteger("availableSecurityUpdateCount"),
        CriticalNonCompliantCount = summary.OptionalInteger("criticalNonCompliantCount"),
        SecurityNonCompliantCount = summary.OptionalInteger("securityNonCompliantCount"),
        OtherNonCompliantCount = summary.OptionalInteger("otherNonCompliantCount"),
        NonCompliantSeverity = summary.OptionalEnum<ComplianceLevel>("nonCompliantSeverity"),
        Compliance = summary.RequiredEnum<PatchCompliance>("compliance"),
    };

    private static void WritePatch(Utf8JsonWriter writer, PatchRecord patch)
    {
        writer.WriteStartObject();
        writer.WriteString("id", patch.Id);
        writer.WriteString("title", patch.Title);
        writer.WriteString("name", patch.Name);
        writer.WriteString("architecture", patch.Architecture);
        writer.WriteString("installedVersion", patch.InstalledVersion);
        writer.WriteString("availableVersion", patch.AvailableVersion);
        writer.WriteString("state", patch.State.ToString());
        writer.WriteString("compliance", patch.Compliance.ToString());
        writer.WriteString("complianceLevel", patch.ComplianceLevel.ToString());
        writer.WriteString("classification", patch.Classification);
        writer.WriteString("severity", patch.Severity);
        WriteTime(writer, "installedTime", patch.InstalledTime);
        WriteStrings(writer, "advisoryIds", patch.AdvisoryIds);
        WriteStrings(writer, "cveIds", patch.CveIds);
        writer.WriteString("reason", patch.Reason);
        writer.WriteEndObject();
    }

    private static PatchRecord ReadPatch(StateJsonObject patch) => new()
    {
        Id = patch.RequiredString("id"),
        Title = patch.RequiredString("title"),
        Name = patch.OptionalString("name"),
        Architecture = patch.OptionalString("architecture"),
        InstalledVersion = patch.OptionalString("installedVersion"),
        AvailableVersion = patch.OptionalString("availableVersion"),
        State = patch.RequiredEnum<PatchState>("state"),
        Compliance = patch.RequiredEnum<PatchCompliance>("compliance"),
        ComplianceLevel = patch.OptionalEnum<ComplianceLevel>("complianceLevel") ?? ComplianceLevel.Unspecified,
        Classification = patch.OptionalString("classification"),
        Severity = patch.OptionalString("severity"),
        InstalledTime = patch.OptionalTime("installedTime"),
        AdvisoryIds = patch.OptionalStrings("advisoryIds"),
        CveIds = patch.OptionalStrings("cveIds"),
        Reason = patch.OptionalString("reason"),
    };

    private static void WriteRepository(Utf8JsonWriter writer, RepositoryHealth repository)
    {
        writer.WriteStartObject();
        writer.WriteString("name", repository.Name);
        writer.WriteString("status", repository.Status.ToString());
        writer.WriteString("message", repository.Message);
        writer.WriteBoolean("isUsed", repository.IsUsed);
        WriteTime(writer, "metadataTime", repository.MetadataTime);
        writer.WriteEndObject();
    }

    private static RepositoryHealth ReadRepository(StateJsonObject repository) => new()
    {
        Name = repository.RequiredString("name"),
        Status = repository.RequiredEnum<RepositoryStatus>("status"),
        Message = repository.OptionalString("message"),
        IsUsed = repository.OptionalBoolean("isUsed"),
        MetadataTime = repository.OptionalTime("metadataTime"),
    };

    private static void WriteTime(Utf8JsonWriter writer, string key, DateTimeOffset? time)
    {
        if (time is { } value)
            writer.WriteString(key, value);
        else
            writer.WriteNull(key);
    }

    private static void WriteStrings(Utf8JsonWriter writer, string key, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(key);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
