using System.Reflection;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class ComTaskSchedulerTests
{
    private const string Header = "/usr/share/mingw-w64/include/taskschd.h";

    [Fact]
    public void A_task_of_the_system_account_is_made_run_and_removed()
    {
        FakeScheduler fake = new();
        using ComTaskScheduler scheduler = new(_ => new ComObject(fake));

        scheduler.Start("name", "C:\\pwsh.exe", "-File x", TimeSpan.FromHours(2));
        int? running = scheduler.FindResult();
        fake.State = 3;
        int? ended = scheduler.FindResult();
        scheduler.Stop();
        scheduler.Remove();
        scheduler.Remove();

        Assert.Equal(["connect", "register \\name flags 2 as SYSTEM logon 5 password none", "run without", "stop", "delete name"], fake.Calls);
        Assert.Equal((null, 7), (running, ended));
        Assert.Equal(("C:\\pwsh.exe", "-File x"), (fake.TheDefinition.Actions.Last.Path, fake.TheDefinition.Actions.Last.Arguments));
        Assert.Equal((false, false, true, "PT2H"), (fake.TheDefinition.Settings.DisallowStartIfOnBatteries, fake.TheDefinition.Settings.StopIfGoingOnBatteries, fake.TheDefinition.Settings.Hidden, fake.TheDefinition.Settings.ExecutionTimeLimit));
    }

    [Fact]
    public void Every_member_that_is_called_is_in_the_published_header()
    {
        if (!File.Exists(Header))
            Assert.Skip($"'{Header}' is not there: mingw-w64 brings it.");
        string text = File.ReadAllText(Header);
        ComMember[] members = [.. typeof(SchedulerMembers).GetNestedTypes(BindingFlags.NonPublic).SelectMany(type => type.GetFields()).Select(field => (ComMember)field.GetValue(null)!)];

        Assert.True(members.Length >= 17);
        foreach (ComMember member in members)
        {
            string body = text.Substring(text.IndexOf($"\n{member.Interface} : public", StringComparison.Ordinal));
            Assert.Matches($@"STDMETHODCALLTYPE (get_|put_)?{Regex.Escape(member.Name)}\(", body.Substring(0, body.IndexOf("\n};", StringComparison.Ordinal)));
        }
    }
}
