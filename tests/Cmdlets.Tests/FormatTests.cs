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

    [Fact]
    public void A_baseline_shows_its_rules_on_one_line_each()
    {
        IReadOnlyList<string> lines = ConsoleProgram.Run("Resolve-PatchBaseline -OperatingSystem AMAZON_LINUX_2").Succeeded().Lines;
        Assert.Contains(lines, line => line.StartsWith("OperatingSystem ", StringComparison.Ordinal) && line.EndsWith(": AmazonLinux2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Origin ", StringComparison.Ordinal) && line.Contains("Predefined: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("after 7 days", StringComparison.Ordinal) && line.Contains("Classification=", StringComparison.Ordinal));
    }
}
