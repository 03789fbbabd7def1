namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Scans and plans for a system that is the running one, by the console, with dnf's own configuration.</summary>
public sealed class DnfRunningSystemTests : IDisposable
{
    internal const string Baseline = """
        {
          "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "REDHAT_ENTERPRISE_LINUX", "GlobalFilters": { "PatchFilters": [] },
          "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "CLASSIFICATION", "Values": ["*"] } ] }, "ApproveAfterDays": 0, "EnableNonSecurity": true } ] },
          "ApprovedPatches": [], "RejectedPatches": []
        }
        """;

    private readonly DnfRoot _root = new();
    private readonly DnfRunningSystem _system;

    public DnfRunningSystemTests() => _system = new DnfRunningSystem(_root);

    public void Dispose()
    {
        _system.Dispose();
        _root.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_running_system_is_scanned_and_planned_for_and_left_as_it_is(bool isRoot)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1") { SpecFields = "Requires: needed" };
        _root.Install(new("subject", "1-1"), new("excluded", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("excluded", "2-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=excluded\n");
        string baseline = _system.WriteFile("baseline.json", Baseline);
        string state = isRoot ? _system.StatePath : "$HOME/state";
        IReadOnlyList<string> before = Snapshot();

        string output = _system.Run(
            $$"""
            $parameters = @{ Path = '{{baseline}}'; StatePath = "{{state}}"; Offline = $true }
            (Invoke-PatchScan @parameters).Patches | ForEach-Object { '{0} {1} {2} {3}' -f $_.State, $_.Title, ($_.AdvisoryIds -join ','), ($_.Reason -like '*excludepkgs of /etc/dnf/dnf.conf*') }
            (Install-PatchBaseline -WhatIf @parameters).Items | ForEach-Object { '{0} {1} {2}' -f $_.Action, $_.Id, $_.Version }
            """,
            isRoot);

        Assert.Equal(
            [
                "Missing excluded.noarch:0:2-1  True", "Missing subject.noarch:0:2-1 RHSA-2026:0001 False",
                "Upgrade subject.noarch 0:2-1", "Install needed.noarch 0:1-1", "Keep excluded.noarch 0:2-1",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("What if:", StringComparison.Ordinal)));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void The_running_system_is_installed_on()
    {
        RpmTestPackage fixedVersion = new("subject", "2-1") { SpecFields = "Requires: needed", ConfigurationText = "two" };
        _root.InstallFiles(new RpmTestPackage("subject", "1-1") { ConfigurationText = "one" });
        _root.Install(new RpmTestPackage("bad", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("bad", "2-1") { SpecSections = "%pre -p <lua>\nerror(\"no way\")\n" }]);
        _root.WriteFile("etc/baseline.json", Baseline);

        string output = _system.RunInCopy(
            """
            $result = Install-PatchBaseline -Path /etc/baseline.json -StatePath /var/log/state -Offline -RebootOption NoReboot -ErrorAction SilentlyContinue
            $result.Patches | ForEach-Object { '{0} {1}' -f $_.State, $_.Id }
            """,
            "rpm -qa --queryformat '%{NAME} %{VERSION}\\n' | sort; cat /etc/subject.conf; test -s /var/log/dnf.log && ls /var/lib/dnf/history.sqlite");

        Assert.Equal(
            [
                "InstalledPendingReboot needed.noarch", "InstalledPendingReboot subject.noarch", "Failed bad.noarch",
                "bad 1", "needed 1", "subject 2", "two", "/var/lib/dnf/history.sqlite",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    /// <summary>The module's own cache of root is in the system's folder for caches.</summary>
    private IReadOnlyList<string> Snapshot() =>
    [
        .. FolderSnapshot.Of(_root.Inside("etc"), _root.Inside("var"))
            .Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal)
                && !line.Contains("/var/cache/PatchBaselineAssociation", StringComparison.Ordinal)
                && !line.StartsWith(_root.Inside("var/cache") + " ", StringComparison.Ordinal)),
    ];
}
