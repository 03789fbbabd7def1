using BenchmarkDotNet.Attributes;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>The bound: 10 000 packages × 2 versions × 500 entries, whatever they are, under 1.5 s, measured by ids that are hostile in one way each.</summary>
[MemoryDiagnoser]
public class OverrideBenchmarks
{
    private const int Packages = 10_000;
    private const int Entries = 500;

    private static readonly string[] s_stems = ["lib", "python3-", "perl-", "kernel-", "gcc-", "texlive-", "", "java-", "qt5-", "rubygem-"];

    private OverrideMatcher _matcher = null!;
    private Inventory _inventory = null!;

    [Params("exact", "prefixes", "in order", "out of order", "single characters", "long", "sets", "everything", "all versions", "titles")]
    public string Patterns { get; set; } = "";

    [Params(PatchOperatingSystem.AmazonLinux2023, PatchOperatingSystem.Debian)]
    public PatchOperatingSystem OperatingSystem { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bool isDebian = OperatingSystem == PatchOperatingSystem.Debian;
        OverrideList list = new() { SourceName = "list.yaml", Entries = [.. Enumerable.Range(0, Entries).Select(Entry)] };
        _matcher = new OverrideMatcher(list, OperatingSystem);
        _inventory = new Inventory
        {
            VersionScheme = isDebian ? VersionScheme.Debian : VersionScheme.Rpm,
            Entries = [.. Enumerable.Range(0, Packages).Select(i => Package(i, isDebian))],
        };
    }

    [Benchmark]
    public int Match() => _matcher.Match(_inventory).Matches.Count;

    private OverrideEntry Entry(int i) => Patterns switch
    {
        "exact" => new OverrideEntry { Id = $"{s_stems[i % 10]}package{i}" },
        "prefixes" => new OverrideEntry { Id = $"{s_stems[i % 10]}package{i}*" },

        // What it needs is there, and the very last of it is not where it must be.
        "in order" => new OverrideEntry { Id = $"*p*a*c*k*a*g*e*{i % 10}*{i / 10}*.*-*?z" },
        "out of order" => new OverrideEntry { Id = $"*3*{i % 10}*e*g*a*k*c*a*p*{i}x" },
        "single characters" => new OverrideEntry { Id = $"*?a*?a*?a*?a*?{i}*?z" },
        "long" => new OverrideEntry { Id = string.Concat(Enumerable.Repeat("*?", 55)) + $"*{i}" },
        "sets" => new OverrideEntry { Id = $"*[a-c]*[k-q]*[e-g]*[0-9][!0-9][{i % 10}]*{i}" },
        "everything" => new OverrideEntry { Id = "*" },
        "all versions" => new OverrideEntry { Id = $"*e*-*{i % 10}*" },
        _ => new OverrideEntry { Id = "*", Title = $"*?a*?a*?a*?a*?{i}*?z" },
    };

    private static InventoryEntry Package(int i, bool isDebian)
    {
        string installed = isDebian ? $"1:1.2.{i % 100}-3+deb12u1" : $"0:1.2.{i % 100}-3.amzn2023";
        string available = isDebian ? $"1:1.2.{i % 100}-3+deb12u2" : $"0:1.2.{i % 100}-4.amzn2023";
        return new InventoryEntry
        {
            Name = $"{s_stems[i % 10]}package{i}",
            Architecture = isDebian ? "amd64" : "x86_64",
            Installed = new InstalledPackage { Version = installed },
            Versions = [new AvailablePatch { Version = installed }, new AvailablePatch { Version = available }],
        };
    }
}
