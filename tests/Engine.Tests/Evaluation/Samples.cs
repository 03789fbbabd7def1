using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Evaluation;

/// <summary>Short words for the values that evaluation is about.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset AsOf = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    public static Node NodeOf(PatchOperatingSystem operatingSystem, string product = "Product1") => new()
    {
        Id = "node",
        OperatingSystem = operatingSystem,
        PackageManager = PackageManagerKind.Apt,
        Product = product,
        DisplayName = "node",
    };

    public static PatchBaseline Baseline(PatchOperatingSystem operatingSystem, params ApprovalRule[] rules) =>
        new() { OperatingSystem = operatingSystem, ApprovalRules = rules };

    public static PatchFilter Filter(PatchFilterKey key, params string[] values) => new(key, values);

    public static ApprovalRule Rule(params PatchFilter[] filters) => new() { Filters = filters };

    public static AvailablePatch Security(string version) => new() { Version = version, IsSecurity = true };

    public static AvailablePatch Plain(string version) => new() { Version = version };

    public static Advisory Notice(string classification, string severity = "", DateTimeOffset? updated = null, DateTimeOffset? issued = null) =>
        new() { Id = "ALAS-2026-1", Classification = classification, Severity = severity, Updated = updated, Issued = issued };

    public static AvailablePatch WithNotices(string version, params Advisory[] notices) =>
        new() { Version = version, IsSecurity = notices.Length > 0, Advisories = notices };

    /// <summary>A package that is installed in the first of the versions given.</summary>
    public static InventoryEntry Installed(string name, params AvailablePatch[] versions) => new()
    {
        Name = name,
        Architecture = "x86_64",
        Installed = new InstalledPackage { Version = versions[0].Version },
        Versions = versions,
    };

    public static InventoryEntry Absent(string name, params AvailablePatch[] versions) =>
        new() { Name = name, Architecture = "x86_64", Versions = versions };

    /// <summary>An update that is missing when it is absent.</summary>
    public static InventoryEntry Update(string name, AvailablePatch patch) =>
        new() { Name = name, Versions = [patch], IsMissingWhenAbsent = true };

    public static VersionScheme SchemeOf(PatchOperatingSystem operatingSystem) => operatingSystem switch
    {
        PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian => VersionScheme.Debian,
        PatchOperatingSystem.Windows => VersionScheme.Update,
        _ => VersionScheme.Rpm,
    };

    public static PatchDecision Evaluate(PatchBaseline baseline, InventoryEntry entry, DateTimeOffset? asOf = null, string product = "Product1")
    {
        PatchDecision decision = new PatchEvaluator(baseline, NodeOf(baseline.OperatingSystem, product), asOf ?? AsOf)
            .Evaluate(entry, SchemeOf(baseline.OperatingSystem));
        Assert.False(string.IsNullOrWhiteSpace(decision.Reason));
        Assert.Same(entry, decision.Entry);
        Assert.Equal(decision.Kind == DecisionKind.Approved, decision.Approved is not null);
        return decision;
    }
}
