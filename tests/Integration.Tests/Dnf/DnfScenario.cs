namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Packages, repositories and notices drawn from a seed: the same seed gives the same.</summary>
internal sealed class DnfScenario
{
    private const int Packages = 45;
    private const int VersionsOfEach = 5;
    private const int PercentOffered = 50;
    private const int PercentWithNotice = 60;

    private static readonly string[] s_epochs = ["", "", "", "1:"];
    private static readonly string[] s_versions = ["1.0~rc1", "1.0", "1.0^git2", "1.0.1", "1.9", "1.10", "2.0"];
    private static readonly string[] s_releases = ["1.el9", "1.el9_2", "1.el9_10", "2.el9"];
    private static readonly string[][] s_architectures = [["noarch"], ["x86_64"], ["x86_64"], ["i686"], ["x86_64", "i686"]];
    private static readonly string[] s_types = ["security", "security", "bugfix", "enhancement", "newpackage"];
    private static readonly string[] s_severities = ["Critical", "Important", "Moderate", "Low", "None"];

    private readonly Random _random;
    private readonly List<RpmTestPackage> _installed = [];
    private readonly List<RpmTestPackage>[] _offered = [[], []];
    private readonly List<TestNotice>[] _notices = [[], []];
    private int _count;

    public DnfScenario(int seed)
    {
        _random = new Random(seed);
        for (int i = 0; i < Packages; i++)
            AddPackage($"p{i}");
    }

    public void Build(DnfRoot root)
    {
        root.InstallMany(_installed);
        for (int i = 0; i < _offered.Length; i++)
            root.AddListedRepository($"r{i}", _offered[i], TestNotice.File(_notices[i]));
    }

    private void AddPackage(string name)
    {
        string[] architectures = Any(s_architectures);
        string[] versions =
        [
            .. Enumerable.Range(0, VersionsOfEach).Select(_ => $"{Any(s_epochs)}{Any(s_versions)}-{Any(s_releases)}").Distinct(StringComparer.Ordinal),
        ];
        string installed = Any(versions);
        _installed.AddRange(architectures.Select(architecture => new RpmTestPackage(name, installed) { Architecture = architecture }));
        foreach (string version in versions)
        {
            RpmTestPackage[] packages = [.. architectures.Select(architecture => new RpmTestPackage(name, version) { Architecture = architecture })];
            foreach (List<RpmTestPackage> repository in _offered)
            {
                if (Chance(PercentOffered))
                    repository.AddRange(packages);
            }

            while (Chance(PercentWithNotice))
                AddNotice(packages);
        }
    }

    /// <summary>Some are in both repositories, as the publishers' own are.</summary>
    private void AddNotice(RpmTestPackage[] packages)
    {
        string type = Any(s_types);
        TestNotice notice = new($"EXSA-2026:{++_count:0000}", packages) { Type = type, Severity = type is "security" ? Any(s_severities) : "None" };
        int place = _random.Next(3);
        for (int i = 0; i < _notices.Length; i++)
        {
            if (place == i || place == _notices.Length)
                _notices[i].Add(notice);
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>(T[] values) => values[_random.Next(values.Length)];
}
