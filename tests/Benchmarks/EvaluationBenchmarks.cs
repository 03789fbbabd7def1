using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>The bound: 100 000 packages × 10 rules × 50 list entries under 150 ms, linear in packages.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private static readonly DateTimeOffset s_asOf = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_stems = ["lib", "python3-", "perl-", "kernel-", "gcc-", "texlive-", "", "java-", "qt5-", "rubygem-"];
    private static readonly string[] s_classifications = ["Security", "Bugfix", "Enhancement", "Newpackage"];
    private static readonly string[] s_severities = ["Critical", "Important", "Moderate", "Low", ""];

    private PatchEvaluator _evaluator = null!;
    private Inventory _inventory = null!;

    [Params(10_000, 100_000)]
    public int Packages { get; set; }

    [Params(PatchOperatingSystem.AmazonLinux2023, PatchOperatingSystem.Debian)]
    public PatchOperatingSystem OperatingSystem { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bool isDebian = OperatingSystem == PatchOperatingSystem.Debian;
        Node node = new()
        {
            Id = "node",
            OperatingSystem = OperatingSystem,
            PackageManager = isDebian ? PackageManagerKind.Apt : PackageManagerKind.Dnf,
            Product = isDebian ? "Debian12" : "AmazonLinux2023",
            DisplayName = "node",
        };
        PatchBaseline baseline = new()
        {
            OperatingSystem = OperatingSystem,
            GlobalFilters = [new PatchFilter(PatchFilterKey.Product, ["*"])],
            ApprovalRules = [.. Enumerable.Range(0, 10).Select(i => Rule(i, isDebian))],
            ApprovedPatches = [.. Enumerable.Range(0, 25).Select(i => ListEntry(i, "approved"))],
            RejectedPatches = [.. Enumerable.Range(0, 25).Select(i => ListEntry(i, "rejected"))],
        };
        _evaluator = new PatchEvaluator(baseline, node, s_asOf);
        _inventory = new Inventory
        {
            VersionScheme = isDebian ? VersionScheme.Debian : VersionScheme.Rpm,
            Entries = [.. Enumerable.Range(0, Packages).Select(i => Entry(i, isDebian))],
        };
    }

    [Benchmark]
    public int Evaluate() => _evaluator.Evaluate(_inventory).Count;

    private static ApprovalRule Rule(int i, bool isDebian) => new()
    {
        Filters = isDebian
            ? [new PatchFilter(PatchFilterKey.Priority, ["Required", "Important"]), new PatchFilter(PatchFilterKey.Section, ["libs", $"section{i}"])]
            : [
                new PatchFilter(PatchFilterKey.Classification, [s_classifications[i % 4], s_classifications[(i + 1) % 4]]),
                new PatchFilter(PatchFilterKey.Severity, [s_severities[i % 4], s_severities[(i + 1) % 4]]),
            ],
        ComplianceLevel = (ComplianceLevel)(i % 6),
        ApproveAfterDays = i,
        EnableNonSecurity = i % 3 == 0,
    };

    /// <summary>A fifth each: exact names, full names, prefixes, suffixes and texts anywhere in the name.</summary>
    private static string ListEntry(int i, string list) => (i % 5) switch
    {
        0 => $"{list}-package-{i}",
        1 => $"lib{i}-{list}-1.2.{i}-3.x86_64",
        2 => $"python3-{list}{i}*",
        3 => $"*-{list}{i}.x86_64",
        _ => $"*{list}?{i}*",
    };

    private static InventoryEntry Entry(int i, bool isDebian)
    {
        string name = $"{s_stems[i % 10]}package{i}";
        string installed = isDebian ? $"1:1.2.{i % 100}-3+deb12u1" : $"0:1.2.{i % 100}-3.amzn2023";
        string available = isDebian ? $"1:1.2.{i % 100}-3+deb12u2" : $"0:1.2.{i % 100}-4.amzn2023";
        return new InventoryEntry
        {
            Name = name,
            Architecture = isDebian ? "amd64" : "x86_64",
            Installed = new InstalledPackage { Version = installed },
            Versions = [Version(installed, i, isDebian), Version(available, i + 1, isDebian)],
        };
    }

    private static AvailablePatch Version(string version, int i, bool isDebian) => new()
    {
        Version = version,
        IsSecurity = i % 4 != 0,
        Priority = i % 2 == 0 ? "important" : "optional",
        Section = i % 3 == 0 ? "libs" : "admin",
        Advisories = isDebian || i % 4 == 0
            ? []
            :
            [
                new Advisory
                {
                    Id = $"ALAS2023-2026-{i}",
                    Classification = s_classifications[i % 4],
                    Severity = s_severities[i % 5],
                    Updated = s_asOf.AddDays(-(i % 40)),
                    CveIds = [$"CVE-2026-{i}", $"CVE-2025-{i}"],
                },
            ],
    };
}
