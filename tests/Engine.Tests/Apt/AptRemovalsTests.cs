using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptRemovalsTests
{
    private const string Upgraded = "parent.amd64\t\t, old, \n";

    /// <summary>Other installed packages (id, provided, relations), apt's settings → whether "old" may go with the upgrade of "parent", which needed it.</summary>
    [Theory]
    [InlineData("", "", true)]
    [InlineData("stays.all\t\t, old (>= 1), ", "", false)]
    [InlineData("stays.all\t\told, , ", "", false)]
    [InlineData("stays.all\t\t, , old", "", false)]
    [InlineData("stays.all\t\t, other | old, ", "", false)]
    [InlineData("stays.all\t\t, older, old-data", "", true)]
    [InlineData("stays.all\t\t, virtual, ", "", false)]
    [InlineData("old.amd64\t\t, old, ", "", true)]
    [InlineData("", "APT::NeverAutoRemove \"\";\nAPT::NeverAutoRemove:: \"^ol\";", false)]
    [InlineData("", "APT::NeverAutoRemove:: \"^other$\";", true)]
    [InlineData("", "APT::NeverAutoRemove:: \"(\";", false)]
    public void What_nothing_names_any_more_is_unneeded(string other, string settings, bool isUnneeded)
    {
        string installed = Upgraded + "old.amd64\tvirtual (= 1)\t, , \n" + other + "\n";
        if (other.StartsWith("old.amd64", StringComparison.Ordinal))
            installed = Upgraded + other + "\n";

        Assert.Equal(isUnneeded, Mark(installed, settings, isAutomatic: true));
        Assert.False(Mark(installed, settings, isAutomatic: false));
    }

    [Fact]
    public void What_the_new_version_needs_still_is_needed()
    {
        AptRecord record = new() { Name = "parent", Version = "2", Architecture = "amd64", Relations = ", new, old" };

        Assert.False(AptRemovals.Mark(s_steps, Upgraded, [record], _ => true, AptSettings.Parse(""))[1].IsUnneeded);
    }

    private static readonly PackageStep[] s_steps =
    [
        new() { Kind = PackageStepKind.Upgrade, Name = "parent", Architecture = "amd64", InstalledVersion = "1", Version = "2" },
        new() { Kind = PackageStepKind.Remove, Name = "old", Architecture = "amd64", InstalledVersion = "1" },
    ];

    private static bool Mark(string installed, string settings, bool isAutomatic)
    {
        AptRecord record = new() { Name = "parent", Version = "2", Architecture = "amd64", Relations = ", new, " };
        IReadOnlyList<PackageStep> steps = AptRemovals.Mark(s_steps, installed, [record], _ => isAutomatic, AptSettings.Parse(settings));
        Assert.False(steps[0].IsUnneeded);
        return steps[1].IsUnneeded;
    }
}
