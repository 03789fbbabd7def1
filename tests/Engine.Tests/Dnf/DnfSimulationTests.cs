using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf;

/// <summary>What dnf 4.14 prints.</summary>
public sealed class DnfSimulationTests
{
    private static readonly DnfInstalled s_installed = new(
    [
        Package("app", "noarch", "0:1-1"), Package("kernel", "x86_64", "0:5.1-1"), Package("kernel", "x86_64", "0:5.3-1"), Package("old", "noarch", "0:1-1"),
        Package("native", "noarch", "0:1-1"), Package("library", "x86_64", "1:1-1"), Package("library", "i686", "1:1-1"),
    ]);

    /// <summary>The sections of the table → kind, id, installed and new version; those marked with a star are unneeded.</summary>
    [Theory]
    [InlineData("Upgrading:\n app   noarch   2-1   base   5.4 k\n", "Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("Upgrading:\n library   i686   1:2-1   base   5.4 k\n library   x86_64   1:2-1   base   1.4 M\n", "Upgrade library.i686 1:1-1 1:2-1,Upgrade library.x86_64 1:1-1 1:2-1")]
    [InlineData("Upgrading:\n native   x86_64   2-1   base   5 k\n", "Upgrade native.noarch 0:1-1 0:2-1")]
    [InlineData("Installing dependencies:\n dep   noarch   3:1-1   base   5 k\nInstalling weak dependencies:\n rec  noarch  1-1  base 0  \n", "Install dep.noarch  3:1-1,Install rec.noarch  0:1-1")]
    [InlineData("Installing:\n kernel   x86_64   5.4-1   base   5 k\nRemoving:\n kernel   x86_64   5.1-1   @System   0  \n", "Upgrade kernel.x86_64 0:5.3-1 0:5.4-1")]
    [InlineData("Installing:\n new   noarch   1-1   base   5 k\n     replacing  old.noarch 1-1\n", "Install new.noarch  0:1-1,Remove old.noarch 0:1-1 *")]
    [InlineData("Removing dependent packages:\n old   noarch   1-1   @base   5 k\nRemoving unused dependencies:\n app   noarch   1-1   @base   5 k\n", "Remove old.noarch 0:1-1 ,Remove app.noarch 0:1-1 *")]
    [InlineData("Downgrading:\n app   noarch   0.9-1   base   5 k\nReinstalling:\n old   noarch   1-1   base   5 k\n", "Downgrade app.noarch 0:1-1 0:0.9-1,Reinstall old.noarch 0:1-1 0:1-1")]
    [InlineData("Upgrading:\n app   noarch   2-1   base   5 k\nSkipping packages with broken dependencies:\n old   noarch   2-1   base   5 k\nEnabling module streams:\n nodejs             18                   \n", "Upgrade app.noarch 0:1-1 0:2-1")]
    public void The_table_becomes_steps(string sections, string steps)
    {
        const string Rule = "================\n";
        string output = $"Last metadata expiration check: 0:00:01 ago.\nDependencies resolved.\n{Rule} Package   Arch   Version   Repository   Size\n{Rule}{sections}\nTransaction Summary\n{Rule}Upgrade  1 Package\n\nTotal size: 11 k\n";

        TransactionSimulation simulation = DnfSimulation.Parse(Result(1, output, "Operation aborted.\n"), s_installed);

        Assert.True(simulation.IsPossible);
        Assert.Equal(steps, string.Join(',', simulation.Steps.Select(step => $"{step.Kind} {step.Id} {step.InstalledVersion} {step.Version}{(step.IsUnneeded ? "*" : "")}")));
    }

    [Theory]
    [InlineData("", "Error: \n Problem: cannot install the best update candidate for package wk-1-1.noarch\n  - nothing provides nothere needed by wk-2-1.noarch\n", "cannot install the best update candidate for package wk-1-1.noarch; nothing provides nothere needed by wk-2-1.noarch")]
    [InlineData("", "Error: \n Problem 1: one\n  - why\n Problem 2: two\n", "one; why; two")]
    [InlineData("No match for argument: nope-0:1-1.noarch\nDependencies resolved.\n", "Operation aborted.\n", "dnf does not offer nope-0:1-1.noarch")]
    public void What_is_not_possible_says_why(string output, string errors, string problem)
    {
        TransactionSimulation simulation = DnfSimulation.Parse(Result(1, output, errors), s_installed);

        Assert.Equal((false, problem), (simulation.IsPossible, simulation.Problem));
    }

    [Fact]
    public void Nothing_to_do_is_possible() => Assert.Empty(DnfSimulation.Parse(Result(0, "Dependencies resolved.\nNothing to do.\nComplete!\n", ""), s_installed).Steps);

    [Theory]
    [InlineData("", "Config error: no\n", nameof(ErrorIds.ToolFailed))]
    [InlineData("Dependencies resolved.\nUpgrading:\n app noarch\n\nTransaction Summary\n", "Operation aborted.\n", nameof(ErrorIds.ToolOutputNotUnderstood))]
    [InlineData("Dependencies resolved.\nUpgrading:\n app noarch 2-1 base 5 k\n     replacing  strange\n\nTransaction Summary\n", "Operation aborted.\n", nameof(ErrorIds.ToolOutputNotUnderstood))]
    public void What_makes_no_sense_is_an_error(string output, string errors, string id) =>
        Assert.Equal(id, Assert.Throws<PatchException>(() => DnfSimulation.Parse(Result(1, output, errors), s_installed)).ErrorId);

    [Fact]
    public void Sizes_are_read() => Assert.Equal(
        (5400L, 12000L),
        DnfSizes.Parse("noise\nsize:\tapp\tnoarch\t0\t2\t1\t5400\t12000\nsize:\tbad\tnoarch\t0\t2\t1\t\t\n")[("app", "noarch", "0:2-1")]);

    private static RpmPackage Package(string name, string architecture, string version) => new() { Name = name, Architecture = architecture, Version = version };

    private static ProcessResult Result(int exitCode, string output, string errors) =>
        new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };
}
