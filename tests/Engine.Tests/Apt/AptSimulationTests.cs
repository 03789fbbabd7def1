using CsCheck;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptSimulationTests
{
    private static readonly Dictionary<string, DpkgPackage> s_installed = new(StringComparer.Ordinal)
    {
        ["app"] = new() { Name = "app", Architecture = "all", Version = "1" },
        ["tool"] = new() { Name = "tool", Architecture = "amd64", Version = "1:1.0~rc1+b2" },
        ["lib:i386"] = new() { Name = "lib", Architecture = "i386", Version = "1:1.1" },
    };

    /// <summary>Kind, name, architecture, installed version, version.</summary>
    [Theory]
    [InlineData("Inst app [1] (2 localhost [all])", "Upgrade app all 1 2")]
    [InlineData("Inst libsystemd0 [252.1] (252.2 Debian-Security:12/stable-security [amd64]) [systemd:amd64 ]", "Upgrade libsystemd0 amd64 252.1 252.2")]
    [InlineData("Inst lib [1:1.0~rc1+b2] (1:1.1 localhost [amd64]) [lib:amd64 on lib:i386] [lib:i386 on lib:amd64] [lib:i386 ]", "Upgrade lib amd64 1:1.0~rc1+b2 1:1.1")]
    [InlineData("Inst lib:i386 [1:1.0~rc1+b2] (1:1.1 localhost [i386])", "Upgrade lib i386 1:1.0~rc1+b2 1:1.1")]
    [InlineData("Inst libc6 [2.36-9+deb12u4] (2.36-9+deb12u7 Debian:12.6/stable, Debian-Security:12/stable-security [amd64]) []", "Upgrade libc6 amd64 2.36-9+deb12u4 2.36-9+deb12u7")]
    [InlineData("Inst google-chrome-stable [1-1] (2-1 Google LLC:1.0/stable [amd64])", "Upgrade google-chrome-stable amd64 1-1 2-1")]
    [InlineData("Inst odd [1] (2 My [internal] (test) repo:1/main [amd64]) [a:amd64 ]", "Upgrade odd amd64 1 2")]
    [InlineData("Inst new (1.0+dfsg~x localhost [amd64])", "Install new amd64  1.0+dfsg~x")]
    [InlineData("Inst gcc-12-base:armhf (12.2.0-14 Debian:12.5/stable [armhf])", "Install gcc-12-base armhf  12.2.0-14")]
    [InlineData("Inst lib [1:9] (1:1.1 localhost [amd64])", "Downgrade lib amd64 1:9 1:1.1")]
    [InlineData("Inst lib [1.10] (1.9 localhost [amd64])", "Downgrade lib amd64 1.10 1.9")]
    [InlineData("Inst lib [1.0] (1.0~rc1 localhost [amd64])", "Downgrade lib amd64 1.0 1.0~rc1")]
    [InlineData("Inst half [1-2] (1-2 Debian:12.5/stable [amd64])", "Reinstall half amd64 1-2 1-2")]
    [InlineData("Inst half [1-2] (1-2  [amd64])", "Reinstall half amd64 1-2 1-2")]
    [InlineData("Remv app [1]", "Remove app all 1 ")]
    [InlineData("Purg app [1]", "Remove app all 1 ")]
    [InlineData("Remv tool [1:1.0~rc1+b2] [app:amd64 ]", "Remove tool amd64 1:1.0~rc1+b2 ")]
    [InlineData("Remv lib:i386 [1:1.1]", "Remove lib i386 1:1.1 ")]
    [InlineData("Remv unknown:armhf [3]", "Remove unknown armhf 3 ")]
    [InlineData("Remv unknown [3]", "Remove unknown  3 ")]
    [InlineData("Conf app (2 localhost [all])", null)]
    [InlineData("Installing is not Inst", null)]
    [InlineData("3 upgraded, 0 newly installed, 0 to remove and 1 not upgraded.", null)]
    [InlineData("", null)]
    public void A_line_is_a_step(string line, string? step)
    {
        TransactionSimulation simulation = AptSimulation.Parse(Result(0, "Reading package lists...\n" + line + "\n"), s_installed, "/");

        Assert.True(simulation.IsPossible);
        Assert.Equal("", simulation.Problem);
        Assert.Equal(step is null ? [] : [step], simulation.Steps.Select(found => $"{found.Kind} {found.Name} {found.Architecture} {found.InstalledVersion} {found.Version}"));
    }

    [Fact]
    public void Steps_keep_their_order()
    {
        TransactionSimulation simulation = AptSimulation.Parse(Result(0, """
            NOTE: This is only a simulation!
            Reading package lists...
            The following packages will be REMOVED:
              app
            Remv app [1]
            Inst clash (1 localhost [all])
            Inst tool [1:1.0~rc1+b2] (1:1.1 localhost [amd64])
            Conf clash (1 localhost [all])
            Conf tool (1:1.1 localhost [amd64])

            """), s_installed, "/");

        Assert.Equal(["app.all", "clash.all", "tool.amd64"], simulation.Steps.Select(step => step.Id));
    }

    [Theory]
    [InlineData("Inst ")]
    [InlineData("Inst app")]
    [InlineData("Inst app [1]")]
    [InlineData("Inst app [1] (2 localhost)")]
    [InlineData("Inst app [1] (2 localhost [all]")]
    [InlineData("Inst app [1] [2] (3 localhost [all])")]
    [InlineData("Inst app (2 localhost []) []")]
    [InlineData("Remv ")]
    [InlineData("Remv app")]
    [InlineData("Remv app [other on app]")]
    [InlineData("Purg app 1")]
    public void A_step_of_another_shape_is_an_error(string line)
    {
        PatchException exception = Assert.Throws<PatchException>(() => AptSimulation.Parse(Result(0, line + "\n"), s_installed, "/"));

        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, exception.ErrorId);
        Assert.Contains(line, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unmet_dependencies_are_the_problem()
    {
        const string Output = """
            Reading package lists...
            Some packages could not be installed. This may mean that you have
            requested an impossible situation or if you are using the unstable
            distribution that some required packages have not yet been created
            or been moved out of Incoming.
            The following information may help to resolve the situation:

            The following packages have unmet dependencies:
             clash : Conflicts: app but 2 is to be installed
             need : Depends: nothere (>= 3) but it is not installable
                    Depends: gone but it is not installable

            """;

        TransactionSimulation simulation = AptSimulation.Parse(Result(100, Output, "W: Something\nE: Unable to correct problems, you have held broken packages.\n"), s_installed, "/");

        Assert.False(simulation.IsPossible);
        Assert.Empty(simulation.Steps);
        Assert.Equal(
            "clash : Conflicts: app but 2 is to be installed; need : Depends: nothere (>= 3) but it is not installable; Depends: gone but it is not installable",
            simulation.Problem);
    }

    [Fact]
    public void A_long_list_of_unmet_dependencies_is_cut()
    {
        string output = "The following packages have unmet dependencies:\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $" p{i} : Depends: q{i}\n"));

        Assert.Equal("p0 : Depends: q0; p1 : Depends: q1; p2 : Depends: q2; p3 : Depends: q3", AptSimulation.Problem(Result(100, output)));
    }

    [Fact]
    public void Packages_on_hold_are_the_problem()
    {
        const string Output = "The following held packages will be changed:\n  new other\n  third\nThe following packages will be upgraded:\n  new other third\n";

        Assert.Equal(
            "packages on hold would have to change: new other third",
            AptSimulation.Problem(Result(100, Output, "E: Held packages were changed and -y was used without --allow-change-held-packages.\n")));
    }

    [Theory]
    [InlineData("E: Unable to locate package nosuch\n", "Unable to locate package nosuch")]
    [InlineData("W: Ignored\nE: Version '1' for 'app' was not found\nE: Version '2' for 'tool' was not found\n", "Version '1' for 'app' was not found; Version '2' for 'tool' was not found")]
    [InlineData("E: Packages were downgraded and -y was used without --allow-downgrades.\n", "Packages were downgraded and -y was used without --allow-downgrades")]
    [InlineData("E: Cannot read http://user:secret@host/x\n", "Cannot read http://***@host/x")]
    [InlineData("W: Only a warning\n", "apt-get ended with exit code 100 and gave no reason")]
    [InlineData("", "apt-get ended with exit code 100 and gave no reason")]
    public void Otherwise_its_errors_are_the_problem(string errors, string problem) =>
        Assert.Equal(problem, AptSimulation.Parse(Result(100, "Reading package lists...\n", errors), s_installed, "/").Problem);

    [Fact]
    public void Whatever_apt_says_is_an_answer_or_not_understood()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Gen.OneOf("Inst ", "Remv ", "Purg ", "Conf ", "app", "lib:i386", " ", " [", "1:2~+", "]", " (", ")", "[all])", " [amd64])", "\n", "\r\n", "E: ", "The following packages have unmet dependencies:\n", "The following held packages will be changed:\n")
                .Array[0, 30].Select(parts => string.Concat(parts)));
        Gen.Select(text, text, Gen.OneOf(0, 100)).Sample((output, errors, exitCode) =>
        {
            try
            {
                TransactionSimulation simulation = AptSimulation.Parse(Result(exitCode, output, errors), s_installed, "/");
                Assert.Equal(exitCode == 0, simulation.IsPossible);
                Assert.Equal(exitCode == 0, simulation.Problem.Length == 0);
                Assert.DoesNotContain('\n', simulation.Problem);
                Assert.All(simulation.Steps, step => Assert.NotEmpty(step.Name));
            }
            catch (PatchException e)
            {
                Assert.Equal(ErrorIds.ToolOutputNotUnderstood, e.ErrorId);
            }
        });
    }

    [Fact]
    public void Whatever_apt_can_do_is_read_back()
    {
        Gen<string> version = Gen.OneOf("1", "1:2.0-1", "1.0~rc1", "2+dfsg-1+deb12u3", "20240101", "0.9");
        Gen<string> architecture = Gen.OneOf("amd64", "i386", "all");
        Gen<string> origin = Gen.OneOf("", "localhost ", "Debian:12.5/stable ", "Debian:12.5/stable, Debian-Security:12/stable-security ", "a (b) [c] d:1/e ");
        Gen<string> broken = Gen.OneOf("", " []", " [systemd:amd64 ]", " [a:amd64 on b:amd64] [c:i386 ]");
        Gen.Select(Gen.OneOf("a", "lib-x1.2", "g++-12"), version.Null(), version, architecture, origin, broken).Sample((name, old, next, arch, from, rest) =>
        {
            string line = $"Inst {name}{(arch == "i386" ? ":i386" : "")}{(old is null ? "" : $" [{old}]")} ({next} {from}[{arch}]){rest}\n";

            PackageStep step = Assert.Single(AptSimulation.Parse(Result(0, line), s_installed, "/").Steps);

            Assert.Equal((name, arch, old ?? "", next), (step.Name, step.Architecture, step.InstalledVersion, step.Version));
        });
    }

    private static ProcessResult Result(int exitCode, string output, string errors = "") =>
        new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };
}
