using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Runs on a system that is the running one, by the console, with zypper's own configuration.</summary>
public sealed class ZypperRunningSystemTests : IDisposable
{
    private const string Baseline = """
        {
          "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "SUSE", "GlobalFilters": { "PatchFilters": [] },
          "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "CLASSIFICATION", "Values": ["*"] } ] }, "ApproveAfterDays": 0, "EnableNonSecurity": true } ] },
          "ApprovedPatches": [], "RejectedPatches": []
        }
        """;

    private readonly ZypperRoot _root = new();
    private readonly DnfRunningSystem _system;

    public ZypperRunningSystemTests() => _system = new DnfRunningSystem(_root.Plain);

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
        _root.Install(new("subject", "1-1"), new("held", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("held", "2-1")], [new TestNotice("SUSE-1", fixedVersion)]);
        _root.WriteFile("etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: held\n");
        string baseline = _system.WriteFile("baseline.json", Baseline);
        string state = isRoot ? _system.StatePath : "$HOME/state";
        IReadOnlyList<string> before = Snapshot();

        string output = _system.Run(
            $$"""
            $parameters = @{ Path = '{{baseline}}'; StatePath = "{{state}}"; Offline = $true }
            (Invoke-PatchScan @parameters).Patches | ForEach-Object { '{0} {1} {2} {3}' -f $_.State, $_.Title, ($_.AdvisoryIds -join ','), ($_.Reason -like "*zypper's lock 'held'*") }
            (Install-PatchBaseline -WhatIf @parameters).Items | ForEach-Object { '{0} {1} {2}' -f $_.Action, $_.Id, $_.Version }
            """,
            isRoot);

        Assert.Equal(
            [
                "Missing held.noarch:0:2-1  True", "Missing subject.noarch:0:2-1 SUSE-1 False",
                "Upgrade subject.noarch 0:2-1", "Install needed.noarch 0:1-1", "Keep held.noarch 0:2-1",
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
        _root.Configure("gone", "http://127.0.0.1:9/nowhere");
        _root.WriteFile("etc/baseline.json", Baseline);

        string output = _system.RunInCopy(
            """
            $result = Install-PatchBaseline -Path /etc/baseline.json -StatePath /var/log/state -Offline -RebootOption NoReboot -ErrorAction SilentlyContinue
            $result.Patches | ForEach-Object { '{0} {1}' -f $_.State, $_.Id }
            """,
            "rpm -qa --queryformat '%{NAME} %{VERSION}\\n' | sort; cat /etc/subject.conf; grep -c '|install|subject|' /var/log/zypp/history; ls /var/cache/zypp/raw; cat /etc/zypp/locks 2>&1 | head -1");

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "InstalledPendingReboot needed.noarch", "InstalledPendingReboot subject.noarch", "Failed bad.noarch",
                "bad 1", "needed 1", "subject 2", "two", "1", "base", "gone", "cat: /etc/zypp/locks: No such file or directory",
            ],
            lines);
    }

    /// <summary>The module's own cache of root is in the system's folder for caches.</summary>
    private string[] Snapshot() =>
    [
        .. FolderSnapshot.Of(_root.Inside("etc"), _root.Inside("var"))
            .Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal)
                && !line.Contains("/var/cache/PatchBaselineAssociation", StringComparison.Ordinal)
                && !line.StartsWith(_root.Inside("var/cache") + " ", StringComparison.Ordinal)),
    ];
}
