using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A real Debian with pending security updates.</summary>
public sealed class DebianImageTests(DebianImage image)
{
    private const string ListMissing = "(Invoke-PatchScan).Patches | Where-Object State -eq Missing | ForEach-Object Title";

    [Fact]
    public async Task The_console_finds_inside_what_apt_finds_and_what_a_scan_from_outside_finds()
    {
        using DebianSystem system = image.Copy();
        using AptScan scan = new();

        (int exitCode, string output, string errors) = system.RunConsole(ListMissing);
        PatchOperationResult outside = await scan.RunAsync(system.Path);

        Assert.Equal((0, ""), (exitCode, errors));
        string[] missing = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(missing);
        Assert.Equal(system.SecurityUpdates(), missing);
        Assert.Equal(missing, outside.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(system.Path, File.ReadAllText("/proc/self/mounts"), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_updates_can_be_installed()
    {
        using DebianSystem system = image.Copy();

        (int exitCode, _, string errors) = system.TryRun("apt-get", "--yes", "-q", "upgrade");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("E: ", errors, StringComparison.Ordinal);
        Assert.Empty(system.SecurityUpdates());
    }
}
