using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class ShutdownProbeTests
{
    private const string Schedule = "/run/systemd/shutdown/scheduled";

    private readonly SystemTree _files = new();

    [Fact]
    public void A_system_that_stays_up_gives_no_notice() => Assert.Null(Find());

    [Theory]
    [InlineData("USEC=1795586400000000\nWARN_WALL=1\nMODE=reboot\nWALL_MESSAGE=Kernel\\ update\n", "A shutdown (reboot) is scheduled for 2026-11-25 06:00:00 UTC.", true)]
    [InlineData("USEC=1795586400000000\nMODE=poweroff\n", "A shutdown (poweroff) is scheduled for 2026-11-25 06:00:00 UTC.", true)]
    [InlineData("USEC=99999999999999999999\nMODE=halt\n", "A shutdown (halt) is scheduled.", false)]
    [InlineData("USEC=9223372036854775807\n", "A shutdown is scheduled.", false)]
    [InlineData("USEC=-1\n", "A shutdown is scheduled.", false)]
    [InlineData("", "A shutdown is scheduled.", false)]
    public void A_scheduled_shutdown_is_told_with_its_time(string content, string message, bool hasTime)
    {
        _files.Add(Schedule, content);

        Assert.Equal(new ShutdownNotice(message, Schedule, hasTime ? new DateTimeOffset(2026, 11, 25, 6, 0, 0, TimeSpan.Zero) : null), Find());
    }

    [Fact]
    public void A_schedule_that_may_not_be_read_is_one()
    {
        _files.Add(Schedule, "MODE=reboot").Refused.Add(Schedule);

        Assert.Equal("A shutdown is scheduled.", Find()?.Message);
    }

    [Fact]
    public void A_shutdown_that_is_only_tried_is_none()
    {
        _files.Add(Schedule, "USEC=1795586400000000\nMODE=dry-reboot\n").Add("/run/nologin");

        Assert.Null(Find());
    }

    [Fact]
    public void Logins_kept_out_are_a_sign_of_one()
    {
        _files.Add("/run/nologin");

        Assert.Equal(("/run/nologin", (DateTimeOffset?)null), (Find()!.Source, Find()!.Time));
    }

    [Theory]
    [InlineData(SystemKind.Windows)]
    [InlineData(SystemKind.MacOS)]
    public void Other_systems_have_no_such_files(SystemKind system)
    {
        _files.Add(Schedule, "MODE=reboot").Add("/run/nologin");

        Assert.Null(Find(system));
    }

    private ShutdownNotice? Find(SystemKind system = SystemKind.Linux) => new ShutdownProbe(_files, system).Find();
}
