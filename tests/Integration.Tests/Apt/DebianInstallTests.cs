using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Real installs on a real Debian whose packages are older than the security archive, as the running system and as an image.</summary>
public sealed class DebianInstallTests(DebianImage image)
{
    private const string AssociationId = "01234567-89ab-cdef-0123-456789abcdef";
    private const string StateFolder = "/var/log/amazon/ssm/patch-configuration";

    private static readonly Dictionary<string, string> s_agent = new()
    {
        ["AWS_SSM_INSTANCE_ID"] = "i-0123456789abcdef0",
        ["AWS_SSM_REGION_NAME"] = "eu-west-1",
        ["SSM_COMMAND_ID"] = "7c64b8b8-1274-47db-8f0d-e26f6c0aae7b",
    };

    [Fact]
    public async Task Into_the_image_everything_is_installed_and_nothing_is_missing_afterwards()
    {
        using DebianSystem system = image.Copy();
        using AptInstall install = new();
        IReadOnlyList<string> updates = system.SecurityUpdates();
        Assert.NotEmpty(updates);
        string automatic = system.Run("apt-mark", "showauto");

        PatchOperationResult result = await install.RunAsync(system.Path);
        PatchOperationResult scan = await install.ScanAsync(system.Path);

        Assert.Equal((0, 0, 0, 0), (result.ExitCode, result.FailedCount, result.MissingCount, scan.MissingCount));
        Assert.Equal(updates, result.Changes.Where(change => change.FromVersion.Length > 0).Select(change => $"{change.Id}:{change.ToVersion}").Order(StringComparer.Ordinal));
        Assert.Empty(system.SecurityUpdates());
        Assert.Equal(automatic, system.Run("apt-mark", "showauto"));
        Assert.Equal("", system.Run("dpkg", "--audit"));
        Assert.False(File.Exists(system.Inside("usr/sbin/policy-rc.d.dpkg-new")));
    }

    [Fact]
    public void On_the_running_system_the_plan_is_what_happens_and_patches_wait_for_the_restart()
    {
        using DebianSystem system = image.Copy();
        IReadOnlyList<string> updates = system.SecurityUpdates();

        string plan = Succeed(system.RunConsole("Install-PatchBaseline -WhatIf | ForEach-Object Items | Where-Object Action -eq Upgrade | ForEach-Object { '{0}:{1}' -f $_.Id, $_.Version }"));
        Assert.Equal(updates, Lines(plan).Where(line => !line.StartsWith("What if", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(updates, system.SecurityUpdates());
        Assert.False(Directory.Exists(system.Inside(StateFolder)));

        string installed = Succeed(system.RunConsole("$r = Install-PatchBaseline -RebootOption NoReboot; $r.ExitCode; [string]$r.Restart; $r.RebootPending; $r.InstalledPendingRebootCount; $r.Changes | ForEach-Object { '{0}:{1}' -f $_.Id, $_.ToVersion }"));
        Assert.Equal(["0", "NotAllowed", "True", $"{updates.Count}", .. updates], Lines(installed));
        Assert.Empty(system.SecurityUpdates());

        string scan = Succeed(system.RunConsole("$r = Invoke-PatchScan -NoRefresh; $r.MissingCount; $r.InstalledPendingRebootCount; [string]$r.Compliance"));
        Assert.Equal(["0", $"{updates.Count}", "NonCompliant"], Lines(scan));

        string again = Succeed(system.RunConsole("$r = Install-PatchBaseline -RebootOption NoReboot -NoRefresh; $r.ExitCode; @($r.Changes).Count; $r.InstalledPendingRebootCount"));
        Assert.Equal(["0", "0", $"{updates.Count}"], Lines(again));
    }

    [Fact]
    public void On_the_running_system_sources_of_the_baseline_take_the_place_of_its_own()
    {
        const string Subject = "debian-archive-keyring";
        using DebianSystem system = image.Copy();
        using AptRoot root = new();
        using SigningKey key = new();
        string repository = root.WriteRepository("tested", "bookworm-security", [new TestPackage(Subject, "9999")], "Debian-Security", key: key);
        Tool.Run("cp", "--recursive", repository, system.Inside("opt/tested"));
        File.Copy(key.PublicKeyFile, system.Inside("opt/key.gpg"));
        system.Write("opt/baseline.json", """
            {
              "Name": "tested", "OperatingSystem": "DEBIAN",
              "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "PRIORITY", "Values": ["*"] } ] }, "ApproveAfterDays": 0 } ] },
              "Sources": [ { "Name": "tested", "Products": ["Debian12"], "Configuration": "deb [signed-by=/opt/key.gpg] copy:/opt/tested ./" } ]
            }
            """);
        string[] own = [.. new[] { "etc/apt", "var/lib/apt/lists", "var/cache/apt" }.Select(system.Inside)];
        system.Write("etc/apt/apt.conf.d/hooks", "APT::Update::Pre-Invoke { \"touch /opt/refreshed\"; }; DPkg::Post-Invoke { \"touch /opt/installed\"; };\n");
        IReadOnlyList<string> updates = system.SecurityUpdates();
        Assert.NotEmpty(updates);
        IReadOnlyList<string> before = FolderSnapshot.Of(own);

        string installed = Succeed(system.RunConsole("$r = Install-PatchBaseline -Path /opt/baseline.json -RebootOption NoReboot; $r.ExitCode; $r.Changes | ForEach-Object { '{0}:{1}' -f $_.Id, $_.ToVersion }; $r.Repositories | ForEach-Object Name"));

        Assert.Equal(["0", $"{Subject}.all:9999", "copy:/opt/tested ./"], Lines(installed));
        Assert.Equal(before, FolderSnapshot.Of(own));
        Assert.Equal(updates.Where(update => !update.StartsWith(Subject, StringComparison.Ordinal)), system.SecurityUpdates());
        Assert.Equal((false, true), (File.Exists(system.Inside("opt/refreshed")), File.Exists(system.Inside("opt/installed"))));
        Assert.False(Directory.Exists(system.Inside("var/cache/PatchBaselineAssociation/apt/sources")));
    }

    [Fact]
    public void Under_the_agent_the_exit_code_asks_for_the_restart_and_the_rerun_after_it_reports()
    {
        using DebianSystem system = image.Copy();
        using AwsEndpoint aws = new(new AwsEndpointSettings { InstanceId = s_agent["AWS_SSM_INSTANCE_ID"], Region = s_agent["AWS_SSM_REGION_NAME"] });
        aws.Add(new StoredAssociation { Id = AssociationId });
        Dictionary<string, string> agent = new(s_agent.Concat(aws.Environment), StringComparer.Ordinal);
        string install = $"Invoke-PatchBaselineAssociation Install -AssociationId {AssociationId}; exit $LASTEXITCODE";

        Assert.Equal(194, system.RunConsole(install, agent).ExitCode);
        Assert.Empty(system.SecurityUpdates());
        JsonNode marker = Marker(system);
        Assert.Equal(1, (int)marker["tries"]!);

        // The system has not restarted: it is asked again, up to four times.
        Assert.Equal(194, system.RunConsole(install, agent).ExitCode);
        Assert.Equal(194, system.RunConsole(install, agent).ExitCode);
        Assert.Equal(194, system.RunConsole(install, agent).ExitCode);
        Assert.Equal(4, (int)Marker(system)["tries"]!);
        Assert.Equal(3, system.RunConsole(install, agent).ExitCode);
        Assert.False(File.Exists(MarkerFile(system)));

        // A restart is what makes the request older than the start of the system.
        marker["requestedAt"] = "2001-01-01T00:00:00+00:00";
        File.WriteAllText(MarkerFile(system), marker.ToJsonString());
        (int exitCode, string output, string errors) = system.RunConsole(
            $"$r = Invoke-PatchBaselineAssociation Install -AssociationId {AssociationId} 3>$null 6>$null; [string]$r.Restart; $r.MissingCount; $r.InstalledPendingRebootCount; [string]$r.Operation; exit $LASTEXITCODE", agent);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(["Done", "0", "0", "Install"], Lines(output));
        Assert.False(File.Exists(MarkerFile(system)));

        // Told after the install, when it gave up, and after the restart; those that only asked again had nothing new to tell.
        Assert.Equal(3, aws.Count("PutComplianceItems"));
        Assert.Equal("COMPLIANT", Assert.Single(aws.Compliance.Items).Status);
        Assert.Empty(aws.Violations);
    }

    private static string MarkerFile(DebianSystem system) => Path.Combine(system.Inside(StateFolder), "reboot.json");

    private static JsonNode Marker(DebianSystem system) => JsonNode.Parse(File.ReadAllText(MarkerFile(system)))!;

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Succeed((int ExitCode, string Output, string Errors) result)
    {
        Assert.True(result is { ExitCode: 0, Errors: "" }, result.Errors);
        return result.Output;
    }
}
