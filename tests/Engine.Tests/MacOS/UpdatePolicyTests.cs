using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.MacOS;

namespace PatchBaselineAssociation.Tests.MacOS;

public sealed class UpdatePolicyTests
{
    [Theory]
    [InlineData("macOS Ventura 13.6.1", true, "Security,Recommended")]
    [InlineData("macOS Supplemental Update", true, "Security,Recommended")]
    [InlineData("Security Update 2020-001", true, "Security,Recommended")]
    [InlineData("macOS Background Security Improvement (a)", true, "Security,Recommended")]
    [InlineData("Safari", true, "Security,Recommended")]
    [InlineData("XProtectPlistConfigData", null, "Security")]
    [InlineData("MRTConfigData", null, "Security")]
    [InlineData("Gatekeeper Configuration Data", null, "Security")]
    [InlineData("Command Line Tools for Xcode", true, "Recommended")]
    [InlineData("macOS Installer Notification", true, "Recommended")]
    [InlineData("iCal", false, "Optional")]
    [InlineData("Microsoft Word", null, "")]
    public void Updates_are_classified_by_their_names(string title, bool? isRecommended, string expected) =>
        Assert.Equal(expected, string.Join(',', UpdatePolicy.Classify(title, isRecommended)));

    /// <summary>An update of another release than the one that runs upgrades the system.</summary>
    [Theory]
    [InlineData("13.6", "macOS Ventura 13.6.1", "13.6.1", "")]
    [InlineData("13.6", "macOS Sonoma 14.1", "14.1", "it is an upgrade from macOS 13 to macOS 14")]
    [InlineData("13.6", "macOS Sonoma", "14.1", "it is an upgrade from macOS 13 to macOS 14")]
    [InlineData("10.15.7", "macOS Big Sur", "11.7.10", "it is an upgrade from macOS 10.15 to macOS 11")]
    [InlineData("13.6", "macOS Ventura", "13.6.1", "")]
    [InlineData("13.6", "macOS Installer Notification", "3.0", "")]
    [InlineData("26.6", "macOS 27", "27", "it is an upgrade from macOS 26 to macOS 27")]
    [InlineData("26.6", "macOS Tahoe 26.7", "26.7", "")]
    [InlineData("26.3.1", "macOS Background Security Improvement (a)", "26.3.1 (a)", "")]
    [InlineData("10.15.6", "macOS Catalina 10.15.7 Update", " ", "")]
    [InlineData("10.14.6", "macOS Catalina 10.15.7", "10.15.7", "it is an upgrade from macOS 10.14 to macOS 10.15")]
    [InlineData("10.15.7", "macOS Big Sur 11.7", "11.7", "it is an upgrade from macOS 10.15 to macOS 11")]
    [InlineData("10.15.7", "macOS Catalina Public Beta", "5", "")]
    [InlineData("10.14.6", "macOS Supplemental Update", "10.14.6", "")]
    [InlineData("13.6", "Safari", "17.1", "")]
    [InlineData("13.6", "Security Update 2020-005", "10.14.6", "")]
    [InlineData("", "macOS Sonoma 14.1", "14.1", "")]
    public void The_system_is_not_upgraded_to_another_release(string system, string title, string version, string reason)
    {
        Restriction? restriction = new UpdatePolicy(system, isAppleSilicon: false).Find(Item(title, version, UpdateAction.Restart));

        Assert.Equal(reason, restriction?.Reason.Split(',')[0] ?? "");
        if (restriction is not null)
            Assert.Equal((RestrictionKind.SystemUpgrade, true, false), (restriction.Kind, restriction.IsWithheldByPublisher, restriction.CanBeAskedFor));
    }

    [Theory]
    [InlineData((int)UpdateAction.None, true, "")]
    [InlineData((int)UpdateAction.Restart, false, "")]
    [InlineData((int)UpdateAction.Restart, true, "volume owner")]
    [InlineData((int)UpdateAction.ShutDown, false, "shut down")]
    [InlineData((int)UpdateAction.ShutDown, true, "shut down")]
    [InlineData((int)UpdateAction.Unknown, false, "'levitate', which this module does not know")]
    public void What_takes_a_person_is_not_tried(int action, bool isAppleSilicon, string words)
    {
        Restriction? restriction = new UpdatePolicy("13.6", isAppleSilicon).Find(Item("macOS Ventura 13.6.1", "13.6.1", (UpdateAction)action));

        Assert.Equal(words.Length > 0, restriction is not null);
        if (restriction is not null)
        {
            Assert.Equal((RestrictionKind.ByHand, false), (restriction.Kind, restriction.IsWithheldByPublisher));
            Assert.Contains(words, restriction.Reason, StringComparison.Ordinal);
        }
    }

    private static SoftwareUpdateItem Item(string title, string version, UpdateAction action) =>
        new() { Label = title + "-1", Title = title, Version = version, IsRecommended = true, Action = action, ActionWord = action == UpdateAction.Unknown ? "levitate" : "" };
}
