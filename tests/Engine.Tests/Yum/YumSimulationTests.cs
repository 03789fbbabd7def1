using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Yum;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Yum;

/// <summary>What <c>yum --assumeno update-to</c> of yum 3.4.3 prints.</summary>
public sealed class YumSimulationTests
{
    private static readonly DnfInstalled s_installed = new(
    [
        Package("app", "noarch", "0:1-1"), Package("kernel", "x86_64", "0:5.1-1"), Package("kernel", "x86_64", "0:5.3-1"), Package("old", "noarch", "0:1-1"),
        Package("native", "noarch", "0:1-1"), Package("library", "x86_64", "1:1-1"), Package("library", "i686", "1:1-1"),
        Package("java-1.8.0-openjdk-headless-debug", "x86_64", "1:1.8.0.400-1.el7"),
    ]);

    /// <summary>The sections of the table → kind, id, installed and new version; those marked with a star are unneeded.</summary>
    [Theory]
    [InlineData("Updating:\n app   noarch   2-1   base   5.4 k\n", "Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("Updating:\n library   i686   1:2-1   base   5.4 k\n library   x86_64   1:2-1   base   1.4 M\n", "Upgrade library.i686 1:1-1 1:2-1,Upgrade library.x86_64 1:1-1 1:2-1")]
    [InlineData("Updating:\n java-1.8.0-openjdk-headless-debug\n             x86_64 1:1.8.0.412.b08-1.el7_9   updates   33 M\n app         noarch 2-1               base      5.4 k\n", "Upgrade java-1.8.0-openjdk-headless-debug.x86_64 1:1.8.0.400-1.el7 1:1.8.0.412.b08-1.el7_9,Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("Updating:\n app   noarch   2-1.with.a.long.release\n                      base   5.4 k\n", "Upgrade app.noarch 0:1-1 0:2-1.with.a.long.release")]
    [InlineData("Updating:\n native   x86_64   2-1   base   5 k\n", "Upgrade native.noarch 0:1-1 0:2-1")]
    [InlineData("Installing for dependencies:\n dep   noarch   3:1-1   base   5 k\nUpdating for dependencies:\n app   noarch  2-1  base 0.0  \n", "Install dep.noarch  3:1-1,Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("Installing:\n kernel   x86_64   5.4-1   base   5 k\nRemoving:\n kernel   x86_64   5.1-1   @base   0.0  \n", "Upgrade kernel.x86_64 0:5.3-1 0:5.4-1")]
    [InlineData("Installing:\n new   noarch   1-1   base   5 k\n     replacing  old.noarch 1-1\n", "Install new.noarch  0:1-1,Remove old.noarch 0:1-1 *")]
    [InlineData("Removing for dependencies:\n old   noarch   1-1   @base   5 k\n", "Remove old.noarch 0:1-1 ")]
    [InlineData("Downgrading:\n app   noarch   0.9-1   base   5 k\nReinstalling:\n old   noarch   1-1   base   5 k\n", "Downgrade app.noarch 0:1-1 0:0.9-1,Reinstall old.noarch 0:1-1 0:1-1")]
    [InlineData("Updating:\n app   noarch   2-1   base   5 k\nSkipped (dependency problems):\n old   noarch   2-1   base   5 k\n", "Upgrade app.noarch 0:1-1 0:2-1")]
    public void The_table_becomes_steps(string sections, string steps)
    {
        YumPlan plan = YumSimulation.Parse(Result(1, Table(sections), ""), s_installed);

        Assert.True(plan.Simulation.IsPossible);
        Assert.Equal(steps, string.Join(',', plan.Simulation.Steps.Select(step => $"{step.Kind} {step.Id} {step.InstalledVersion} {step.Version}{(step.IsUnneeded ? "*" : "")}")));
    }

    [Theory]
    [InlineData("5.4 k", 5529L)]
    [InlineData("33 M", 34603008L)]
    [InlineData("1.0 G", 1073741824L)]
    [InlineData("812  ", 812L)]
    [InlineData("many", null)]
    public void Sizes_are_read(string text, long? bytes)
    {
        YumPlan plan = YumSimulation.Parse(Result(1, Table($"Updating:\n app   noarch   2-1   base   {text}\n"), ""), s_installed);

        Assert.Equal(bytes, plan.Sizes.TryGetValue("app.noarch", out long size) ? size : null);
    }

    [Theory]
    [InlineData("--> Finished Dependency Resolution\n", "Error: Package: wk-2-1.noarch (base)\n           Requires: nothere\n", "Package: wk-2-1.noarch (base); Requires: nothere")]
    [InlineData("", "Error: Package: a-2-1.noarch (base)\n           Requires: b\nError: Package: c-2-1.noarch (base)\n           Requires: d\n\n You could try\n", "Package: a-2-1.noarch (base); Requires: b; Package: c-2-1.noarch (base); Requires: d")]
    [InlineData("", "Error:  Multilib version problems found.\n", "Multilib version problems found.")]
    [InlineData("No packages marked for update\n", "No Match for argument: nope-0:1-1.noarch\n", "yum does not offer nope-0:1-1.noarch")]
    [InlineData("No package nope-0:1-1.noarch available.\nNo packages marked for update\n", "", "yum does not offer nope-0:1-1.noarch")]
    public void What_is_not_possible_says_why(string output, string errors, string problem)
    {
        YumPlan plan = YumSimulation.Parse(Result(1, output, errors), s_installed);

        Assert.Equal((false, problem), (plan.Simulation.IsPossible, plan.Simulation.Problem));
    }

    [Theory]
    [InlineData("No packages marked for update\n")]
    [InlineData("No Packages marked for Update\n")]
    public void Nothing_to_do_is_possible(string output) => Assert.Empty(YumSimulation.Parse(Result(0, output, ""), s_installed).Simulation.Steps);

    [Theory]
    [InlineData(1, "", "Config error: no\n", nameof(ErrorIds.ToolFailed))]
    [InlineData(1, "", "", nameof(ErrorIds.ToolFailed))]
    [InlineData(0, "Complete!\n", "", nameof(ErrorIds.ToolFailed))]
    [InlineData(1, "Dependencies Resolved\nUpdating:\n app noarch 2-1 base 5 k\n", "", nameof(ErrorIds.ToolFailed))]
    [InlineData(0, "Dependencies Resolved\nUpdating:\n app noarch 2-1 base 5 k\n\nTransaction Summary\nComplete!\n", "", nameof(ErrorIds.ToolFailed))]
    [InlineData(1, "Dependencies Resolved\nUpdating:\n app noarch\n\nTransaction Summary\nExiting on user command\n", "", nameof(ErrorIds.ToolOutputNotUnderstood))]
    [InlineData(1, "Dependencies Resolved\nUpdating:\n app noarch 2-1 base 5 k\n     replacing  strange\n\nTransaction Summary\nExiting on user command\n", "", nameof(ErrorIds.ToolOutputNotUnderstood))]
    public void What_makes_no_sense_is_an_error(int exitCode, string output, string errors, string id) =>
        Assert.Equal(id, Assert.Throws<PatchException>(() => YumSimulation.Parse(Result(exitCode, output, errors), s_installed)).ErrorId);

    [Theory]
    [InlineData("app-2-1.noarch is a duplicate with app-1-1.noarch\nError: check ['duplicates']\n", "app-0:1-1.noarch")]
    [InlineData("1:lib-1-1.x86_64 is a duplicate with 1:lib-2-1.x86_64\n", "lib-1:1-1.x86_64")]
    [InlineData("stranger-1-1.noarch is a duplicate with app-1-1.noarch\n", "")]
    [InlineData("check duplicates\n", "")]
    public void Duplicates_are_read(string output, string older) => Assert.Equal(
        older,
        string.Join(',', YumDuplicates.FindOlder(output, [Package("app", "noarch", "0:1-1"), Package("app", "noarch", "0:2-1"), Package("lib", "x86_64", "1:1-1"), Package("lib", "x86_64", "1:2-1")])));

    private static string Table(string sections)
    {
        const string Rule = "================\n";
        return $"Loaded plugins: priorities\nResolving Dependencies\n--> Finished Dependency Resolution\n\nDependencies Resolved\n\n{Rule} Package   Arch   Version   Repository   Size\n{Rule}{sections}\nTransaction Summary\n{Rule}Upgrade  1 Package\n\nTotal download size: 11 k\nExiting on user command\n";
    }

    private static RpmPackage Package(string name, string architecture, string version) => new() { Name = name, Architecture = architecture, Version = version };

    private static ProcessResult Result(int exitCode, string output, string errors) =>
        new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };
}
