using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf5;

/// <summary>What dnf 5.2.12 prints.</summary>
public sealed class Dnf5SimulationTests
{
    private const string Heading = "Package             Arch   Version Repository      Size\n";
    private const string Loaded = "Updating and loading repositories:\nRepositories loaded.\n";
    private const string Aborted = Loaded + "Total size of inbound packages is 22 KiB. Need to download 22 KiB.\nAfter this operation, 0 B extra will be used (install 0 B, remove 0 B).\nOperation aborted by the user.\n";
    private const string Unresolved = Loaded + "Failed to resolve the transaction:\n";

    private static readonly DnfInstalled s_installed = new([Package("app", "noarch", "0:1-1"), Package("kernel", "x86_64", "0:5.3-1"), Package("old", "noarch", "0:1-1"), Package("native", "noarch", "0:1-1")]);

    /// <summary>The sections of the table → kind, id, installed and new version; those marked with a star are unneeded.</summary>
    [Theory]
    [InlineData("Upgrading:\n app                 noarch 2-1     base         0.0   B\n   replacing app     noarch 1-1     <unknown>    0.0   B\n", "Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("Upgrading:\n native              x86_64 1:2-1   base         5.4 KiB\n   replacing native  noarch 1-1     base         5.3 KiB\nInstalling dependencies:\n dep                 noarch 1-1     base         0.0   B\n", "Upgrade native.noarch 0:1-1 1:2-1,Install dep.noarch  0:1-1")]
    [InlineData("Installing:\n new                 noarch 1-1     base         0.0   B\n   replacing old     noarch 1-1     <unknown>    0.0   B\n", "Install new.noarch  0:1-1,Remove old.noarch 0:1-1 *")]
    [InlineData("Removing:\n kernel              x86_64 5.1-1   base         0.0   B\nInstalling:\n kernel              x86_64 5.4-1   base         0.0   B\n", "Upgrade kernel.x86_64 0:5.3-1 0:5.4-1")]
    [InlineData("Removing dependent packages:\n old                 noarch 1-1     base         0.0   B\nChanging reason:\n app                 noarch 1-1     base         0.0   B\n", "Remove old.noarch 0:1-1 ")]
    public void The_table_becomes_steps(string sections, string steps)
    {
        TransactionSimulation simulation = Dnf5Simulation.Parse(Result(1, $"{Heading}{sections}\nTransaction Summary:\n Upgrading:          1 package\n\n", Aborted), s_installed);

        Assert.True(simulation.IsPossible);
        Assert.Equal(steps, string.Join(',', simulation.Steps.Select(step => $"{step.Kind} {step.Id} {step.InstalledVersion} {step.Version}{(step.IsUnneeded ? "*" : "")}")));
    }

    [Theory]
    [InlineData("Problem: cannot install the best update candidate for package bad-1-1.noarch\n  - nothing provides nothere needed by bad-2-1.noarch from base\nYou can try to add to command line:\n  --no-best to not limit the transaction to the best candidates\n", "cannot install the best update candidate for package bad-1-1.noarch; nothing provides nothere needed by bad-2-1.noarch from base")]
    [InlineData("No match for argument: nope-0:2-1.noarch\nNo match for argument: nada-0:1-1.noarch\nYou can try to add to command line:\n  --skip-unavailable to skip unavailable packages\n", "dnf does not offer nope-0:2-1.noarch, nada-0:1-1.noarch")]
    [InlineData("Argument 'locked-0:2-1.noarch' matches only packages excluded by versionlock.\n", "Argument 'locked-0:2-1.noarch' matches only packages excluded by versionlock.")]
    public void What_is_not_possible_says_why(string errors, string problem)
    {
        TransactionSimulation simulation = Dnf5Simulation.Parse(Result(1, "", Unresolved + errors), s_installed);

        Assert.Equal((false, problem), (simulation.IsPossible, simulation.Problem));
    }

    [Fact]
    public void Nothing_to_do_is_possible() => Assert.Empty(Dnf5Simulation.Parse(Result(0, "Nothing to do.\n", Loaded), s_installed).Steps);

    [Theory]
    [InlineData("", "Unknown argument \"--\" for command \"upgrade\".\n", nameof(ErrorIds.ToolFailed))]
    [InlineData(Heading + "Upgrading:\n app noarch\n\nTransaction Summary:\n", Aborted, nameof(ErrorIds.ToolOutputNotUnderstood))]
    [InlineData(Heading + "Upgrading:\n app noarch 2-1 base 0.0 B\n   replacing app\n\nTransaction Summary:\n", Aborted, nameof(ErrorIds.ToolOutputNotUnderstood))]
    public void What_makes_no_sense_is_an_error(string output, string errors, string id) =>
        Assert.Equal(id, Assert.Throws<PatchException>(() => Dnf5Simulation.Parse(Result(1, output, errors), s_installed)).ErrorId);

    private static ProcessResult Result(int exitCode, string output, string errors) => new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };

    private static RpmPackage Package(string name, string architecture, string version) =>
        new() { Name = name, Architecture = architecture, Version = version, InstalledTime = null, InstalledBytes = 0 };
}
