using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

internal static class Samples
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 25, 2, 15, 0, 123, TimeSpan.Zero);

    public static PatchRecord Patch(string id, PatchState state, string version = "1:2.0-1+deb12u3", ComplianceLevel level = ComplianceLevel.Unspecified, string classification = "") => new()
    {
        Id = id,
        Title = $"{id}:{version}",
        Name = id,
        InstalledVersion = version,
        State = state,
        Compliance = StateClassifier.ComplianceOf(state, availableSecurityUpdatesCompliant: null),
        ComplianceLevel = level,
        Classification = classification,
        InstalledTime = Start.AddDays(-3),
        Reason = "Because <a> & 'b' say \"so\" ü",
    };

    public static RunRecord Run(DateTimeOffset? end = null, string operation = "Scan", params PatchRecord[] patches) => new()
    {
        Operation = operation,
        NodeId = "i-0123456789abcdef0",
        OperatingSystem = "DEBIAN",
        Product = "Debian12",
        BaselineId = "pb-0c7e89f711c3095f4",
        BaselineName = "AWS-DebianDefaultPatchBaseline",
        BaselineSource = new BaselineOrigin(BaselineOriginKind.Predefined, "pb-0c7e89f711c3095f4", "It is the default.") { PatchGroup = "web" },
        PatchGroup = "web",
        SnapshotId = "7c64b8b8-1274-47db-8f0d-e26f6c0aae7b",
        ExecutionId = "a7f84bef-2aa8-4853-a28f-e6e0108c8285",
        StartTime = Start,
        EndTime = end ?? Start.AddSeconds(7),
        RebootOption = "NoReboot",
        Summary = PatchSummary.Of(patches),
        Patches = patches,
        Repositories = [new RepositoryHealth { Name = "http://deb.debian.org/debian bookworm", Status = RepositoryStatus.Unavailable, Message = "Could not connect", IsUsed = true, MetadataTime = Start.AddDays(-1) }],
    };
}
