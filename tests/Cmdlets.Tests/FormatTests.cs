namespace PatchBaselineAssociation.CmdletsTests;

public sealed class FormatTests
{
    private static readonly string s_result = Path.Combine(AppContext.BaseDirectory, "TestData", "Result.ps1");

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void A_result_shows_its_summary_and_what_is_not_compliant(string kind)
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run("-File", s_result, kind).Succeeded().Lines;
        Assert.StartsWith("Scan of node-1 (Debian12), ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(": NonCompliant", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "Baseline:        pb-0123 Mine",
                "Patches:         Missing 1, Installed 1",
                "Non-compliant:   Critical 0, Security 1, Other 0",
                "Reboot pending:  False",
                "State files:     /var/state",
                "Repositories with problems:",
                "Unavailable  http://away.example bookworm  No route to host",
                "Non-compliant patches:",
                "Missing  openssl.amd64  3.0.1-1 -> 3.0.1-2",
                "Approved by rule 1",
            ],
            lines.Skip(1));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void A_record_shows_versions_state_and_reason(string kind)
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run($"(& '{s_result}' {kind}).Patches").Succeeded().Lines;
        Assert.Equal(["Id", "State", "Installed", "Available", "Severity", "Reason"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^openssl\.amd64 +Missing +3\.0\.1-1 +3\.0\.1-2 +optional +Approved by rule 1$", lines[2]);
        Assert.Matches(@"^bash\.amd64 +Installed +5\.2-1 +required +Nothing newer is approved$", lines[3]);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void A_repository_shows_its_health(string kind)
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run($"(& '{s_result}' {kind}).Repositories").Succeeded().Lines;
        Assert.Equal(["Name", "Status", "Used", "MetadataTime", "Message"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("^http://away.example bookworm +Unavailable +False +No route to host$", lines[2]);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void An_install_shows_the_restart_and_what_it_changed(string kind)
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run("-File", s_result, kind, "install").Succeeded().Lines;
        Assert.StartsWith("Install of node-1 (Debian12), ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "Baseline:        pb-0123 Mine",
                "Patches:         Missing 0, Installed 2",
                "Non-compliant:   Critical 0, Security 0, Other 0",
                "Reboot pending:  True",
                "Restart:         Scheduled. Something was installed.",
                "Changed:         2 packages",
                "Old libraries:   in use until these are restarted: ssh.service, cron.service",
                "Log:             /var/state/logs/install.log",
                "Override list:   https://lists.example/list.yaml",
                "State files:     /var/state",
            ],
            lines.Skip(1));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void A_plan_shows_its_counts_and_its_items(string kind) =>
        Assert.Equal(
            [
                "Plan for node-1: 1 upgrade, 2 new packages, 1 refused",
                "Baseline:        pb-0123 Mine",
                "Override list:   none",
                "Unfinished:      half 1, torn 2 (finished first)",
                "To download:     2.0 MB",
                "On the disk:     1.0 MB less",
                "Kernels:         linux-image-6.1.0-42-amd64 6.1.159-1",
                "Services:        ssh.service",
                "Restart:         at the end",
                "Upgrade  openssl.amd64  3.0.1-1 -> 3.0.1-2",
                "Approved by rule 1",
                "Install  libnew.amd64  1",
                "Comes with an upgrade",
                "Refuse  curl.amd64  1 -> 2",
                "it would remove bash",
            ],
            ConsoleProgram.Run("-File", s_result, kind, "plan").Succeeded().Lines);

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void A_plan_without_items_says_so(string kind) =>
        Assert.Equal(
            [
                "Plan for node-1: nothing to install",
                "Baseline:        pb-0123 Mine",
                "Override list:   /list.yaml",
                "To download:     0.0 MB",
                "On the disk:     unknown",
                "Kernels:         none",
                "Services:        none",
                "Restart:         no",
            ],
            ConsoleProgram.Run("-File", s_result, kind, "nothing").Succeeded().Lines);

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void The_items_of_a_plan_are_a_table(string kind)
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run($"(& '{s_result}' {kind} plan).Items").Succeeded().Lines;
        Assert.Equal(["Action", "Id", "Installed", "Version", "Reason"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^Upgrade +openssl\.amd64 +3\.0\.1-1 +3\.0\.1-2 +Approved by rule 1$", lines[2]);
        Assert.Matches(@"^Install +libnew\.amd64 +1 +Comes with an upgrade$", lines[3]);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void An_override_entry_shows_what_matters_and_counts_the_rest(string kind) =>
        Assert.Equal(
            [
                "Line 12   Installs        open*  3.*",
                "openssl.amd64  3.0 -> 3.1",
                "openssh.amd64  3.1 -> 3.2  not: it is on hold",
                "2 versions need nothing: installed, older, or of what is not installed",
                "A wildcard takes a version.",
            ],
            ConsoleProgram.Run("-File", s_result, kind, "entry").Succeeded().Lines);

    [Fact]
    public void What_comes_out_of_a_job_is_whole()
    {
        using var session = new ModuleSession();
        const string Name = "$object = & $args[0] deserialized ";
        Assert.Equal(
            ["String Upgrade", "openssl.amd64 3.0.1-1 3.0.1-2 True Approved by rule 1", "False"],
            session.Lines(Name + "plan; $item = $object.Items[0]; \"$($item.Action.GetType().Name) $($item.Action)\"; \"$($item.Id) $($item.InstalledVersion) $($item.Version) $($item.IsPatch) $($item.Reason)\"; \"$($object.IsEmpty)\"", s_result));
        Assert.Equal(
            ["String Installs", "String Pattern", "openssl.amd64 3.0 3.1 Installs"],
            session.Lines(Name + "entry; \"$($object.Status.GetType().Name) $($object.Status)\"; \"$($object.Kind.GetType().Name) $($object.Kind)\"; $match = $object.Matches[3]; \"$($match.Id) $($match.InstalledVersion) $($match.Version) $($match.Status)\"", s_result));
        Assert.Equal(
            ["String Scheduled", "String Install", "libssl3.amd64 3.0.1-1 3.0.1-2", "ssh.service cron.service", "/etc/ssl/openssl.cnf", "Installed"],
            session.Lines(Name + "install; \"$($object.Restart.GetType().Name) $($object.Restart)\"; \"$($object.Operation.GetType().Name) $($object.Operation)\"; $change = $object.Changes[1]; \"$($change.Id) $($change.FromVersion) $($change.ToVersion)\"; \"$($object.ServicesToRestart)\"; \"$($object.KeptConfigurationFiles)\"; \"$($object.Patches[0].State)\"", s_result));
    }

    [Fact]
    public void A_baseline_shows_its_rules_on_one_line_each()
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run("Resolve-PatchBaseline -OperatingSystem AMAZON_LINUX_2").Succeeded().Lines;
        Assert.Contains(lines, line => line.StartsWith("OperatingSystem ", StringComparison.Ordinal) && line.EndsWith(": AmazonLinux2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Origin ", StringComparison.Ordinal) && line.Contains("Predefined: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("after 7 days", StringComparison.Ordinal) && line.Contains("Classification=", StringComparison.Ordinal));
    }
}
