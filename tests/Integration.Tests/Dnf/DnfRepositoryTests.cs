using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>What repositories and settings of the administrator's make of each other: what is missing is what dnf would upgrade to.</summary>
public sealed class DnfRepositoryTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>installed; what the repository of priority 10 has, and the one of 99 → what is missing.</summary>
    [Theory]
    [InlineData("1-1", "2-1", "3-1", "0:2-1")]
    [InlineData("2-1", "2-1", "3-1", "")]
    [InlineData("2-1", "1-1", "3-1", "0:3-1")]
    [InlineData("1-1", "", "3-1", "0:3-1")]
    [InlineData("1-1", "2-1", "2-1", "0:2-1")]
    public async Task What_a_priority_hides_is_not_missing(string installed, string preferred, string other, string missing)
    {
        _root.Install(new RpmTestPackage("subject", installed));
        _root.AddRepository("preferred", preferred.Length == 0 ? [] : [new("subject", preferred)], settings: "priority=10\n");
        _root.AddRepository("other", [new("subject", other)], settings: "cost=1\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        PatchRecord record = Assert.Single(result.Patches);
        Assert.Equal(missing, record.AvailableVersion);
        Assert.Equal(missing.Length > 0 ? PatchState.Missing : PatchState.Installed, record.State);
        string table = Tool.TryRun("dnf", [$"--installroot={_root.Path}", "--assumeno", "--releasever=9", "upgrade"], _root.Environment).Output;
        Assert.Equal(missing.Length > 0, table.Contains($" {missing.Replace("0:", "", StringComparison.Ordinal)} ", StringComparison.Ordinal) && missing.Length > 0);
        Assert.Equal(missing.Length == 0, table.Contains("Nothing to do", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_install_takes_what_the_priority_prefers()
    {
        DnfTools.RequireMounts();
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("preferred", [new("subject", "2-1")], settings: "priority=10\n");
        _root.AddRepository("other", [new("subject", "3-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal((0, "0:2-1"), (result.ExitCode, _root.VersionOf("subject")));
    }

    /// <summary>The last of them would keep everything away without having anything to keep away from.</summary>
    [Theory]
    [InlineData("assumeno=1", "")]
    [InlineData("assumeyes=1\ndefaultyes=1", "")]
    [InlineData("color=always\ncolor_list_installed_newer=bold", "")]
    [InlineData("installonly_limit=0", "")]
    [InlineData("best=0\nstrict=0", "")]
    [InlineData("best=1\nobsoletes=0", "")]
    [InlineData("debuglevel=0", "")]
    [InlineData("debuglevel=10\nerrorlevel=10", "")]
    [InlineData("errorlevel=0", "")]
    [InlineData("keepcache=1\nclean_requirements_on_remove=0", "")]
    [InlineData("skip_if_unavailable=0\nmetadata_expire=1", "")]
    [InlineData("cacheonly=1", "")]
    [InlineData("tsflags=noscripts nodocs test", "")]
    [InlineData("downloadonly=1", "")]
    [InlineData("module_stream_switch=1\nzchunk=1", "")]
    [InlineData("exclude=*", "exclude of /etc/dnf/dnf.conf excludes it ('*')")]
    [InlineData("includepkgs=nothing", "includepkgs of /etc/dnf/dnf.conf does not name it")]
    public async Task Odd_settings_of_an_image_change_nothing_but_what_they_are_for(string settings, string reason)
    {
        DnfTools.RequireMounts();
        RpmTestPackage fixedVersion = new("subject", "2-1") { SpecFields = "Requires: needed" };
        _root.Install(new("subject", "1-1"), new("kernel", "1-1"));
        _root.WriteFile("etc/dnf/dnf.conf", $"[main]\n{settings}\n");
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("kernel", "2-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(0, result.ExitCode);
        PatchRecord record = Assert.Single(result.Patches, patch => patch.Id == "subject.noarch");
        Assert.Equal(reason.Length == 0 ? PatchState.Installed : PatchState.Missing, record.State);
        Assert.Equal(reason.Length == 0 ? "0:2-1" : "0:1-1", _root.VersionOf("subject"));
        Assert.Contains(reason, record.Reason, StringComparison.Ordinal);
    }

    /// <summary>To the running system dnf's own configuration is read by dnf: nothing is left out of it.</summary>
    [Theory]
    [InlineData("assumeno=1\ncolor=always\ndebuglevel=0\nbest=0\nstrict=0")]
    [InlineData("assumeyes=1\nerrorlevel=0\ndebuglevel=10\nobsoletes=0\nkeepcache=1\ninstallonly_limit=0")]
    [InlineData("assumeno=1\nskip_broken=1\nexit_on_lock=0\nmetadata_expire=1\nlocalpkg_gpgcheck=1")]
    public void Odd_settings_of_the_running_system_change_nothing(string settings)
    {
        using DnfRunningSystem system = new(_root);
        _root.Install(new("subject", "1-1"), new("kernel", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1") { SpecFields = "Requires: needed" }, new("needed", "1-1"), new("kernel", "2-1")]);
        _root.WriteFile("etc/dnf/dnf.conf", $"[main]\ngpgcheck=0\n{settings}\n");
        _root.WriteFile("etc/baseline.json", DnfRunningSystemTests.Baseline);

        string output = system.RunInCopy(
            """
            $parameters = @{ Path = '/etc/baseline.json'; StatePath = '/var/log/state'; Offline = $true }
            (Install-PatchBaseline -WhatIf @parameters).Items | ForEach-Object { '{0} {1}' -f $_.Action, $_.Id }
            (Install-PatchBaseline -RebootOption NoReboot @parameters).ExitCode
            """,
            "rpm -qa --queryformat '%{NAME} %{VERSION}\\n' | sort");

        Assert.Equal(
            ["Install needed.noarch", "Upgrade kernel.noarch", "Upgrade subject.noarch", "0", "kernel 1", "kernel 2", "needed 1", "subject 2"],
            Sorted(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("What if:", StringComparison.Ordinal))));

        static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Take(3).Order(StringComparer.Ordinal).Concat(lines.Skip(3));
    }

    [Theory]
    [InlineData("skip_if_unavailable=1\n")]
    [InlineData("skip_if_unavailable=0\n")]
    public async Task Where_all_repositories_are_required_none_may_be_left_out_and_nothing_is_installed(string settings)
    {
        DnfTools.RequireMounts();
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.Configure("gone", "http://127.0.0.1:9/nowhere", settings);

        foreach (Func<Task> run in new Func<Task>[]
        {
            () => _scan.RunAsync(_root.Path, requireAllRepositories: true),
            () => _scan.InstallAsync(_root.Path, requireAllRepositories: true),
        })
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(run);
            Assert.Equal(ErrorIds.RepositoryUnavailable, exception.ErrorId);
            Assert.Contains("gone", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        PatchOperationResult result = await _scan.InstallAsync(_root.Path);
        Assert.Equal((0, "0:2-1"), (result.ExitCode, _root.VersionOf("subject")));
        Assert.Equal(RepositoryStatus.Unavailable, Assert.Single(result.Repositories, repository => repository.Name == "gone").Status);
    }
}
