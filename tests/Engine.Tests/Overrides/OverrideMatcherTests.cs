using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using static PatchBaselineAssociation.Tests.Overrides.OverrideSamples;

namespace PatchBaselineAssociation.Tests.Overrides;

public sealed class OverrideMatcherTests
{
    private const PatchOperatingSystem Rpm = PatchOperatingSystem.AmazonLinux;
    private const PatchOperatingSystem Apt = PatchOperatingSystem.Ubuntu;
    private const OverrideMatchKind Name = OverrideMatchKind.Name;

    /// <summary>Id, title, system, name, architecture, version; how the id names it, null where the entry does not match.</summary>
    public static TheoryData<int, string, string?, PatchOperatingSystem, string, string, string, OverrideMatchKind?> Vectors => new()
    {
        { 1, "kernel.x86_64", null, Rpm, "kernel", "x86_64", "0:4.14.1-1.amzn1", Name },
        { 2, "kernel.x86_64", null, Rpm, "kernel", "i686", "0:4.14.1-1.amzn1", null },
        { 3, "kernel.x86_64", null, Rpm, "kernel-tools", "x86_64", "0:4.14.1-1.amzn1", null },
        { 4, "bind*.x86_64", "32:9.8.2-0.62.rc1.57.amzn1", Rpm, "bind-libs", "x86_64", "32:9.8.2-0.62.rc1.57.amzn1", Name },
        { 5, "bind*.x86_64", "32:9.8.2-0.62.rc1.57.amzn1", Rpm, "bind-libs", "x86_64", "32:9.8.2-0.62.rc1.58.amzn1", null },
        { 6, "glibc*", null, Rpm, "glibc-common", "x86_64", "0:2.17-222.173.amzn1", Name },
        { 7, "dhclient*", "*12:4.1.1-53.P1.28.amzn1", Rpm, "dhclient", "x86_64", "12:4.1.1-53.P1.28.amzn1", Name },
        { 8, "dhclient*", "*12:4.1.1-53.P1.28.amzn1", Rpm, "dhclient", "x86_64", "11:4.1.1-53.P1.28.amzn1", null },
        { 9, "dhcp*", "*10:3.1.1-50.P1.26.amzn1", Rpm, "dhcp-common", "x86_64", "10:3.1.1-50.P1.26.amzn1", Name },
        { 10, "dhcp*1.*", null, Rpm, "dhcp", "x86_64", "12:4.1.1-53.P1.28.amzn1", OverrideMatchKind.NameAndVersion },
        { 11, "NetworkManager.x86_64", "*1:1.10.2-14.el7_5", Rpm, "NetworkManager", "x86_64", "1:1.10.2-14.el7_5", Name },
        { 12, "NetworkManager-*.x86_64", "*1:1.10.2-14.el7_5", Rpm, "NetworkManager-libnm", "x86_64", "1:1.10.2-14.el7_5", Name },
        { 13, "NetworkManager-*.x86_64", "*1:1.10.2-14.el7_5", Rpm, "NetworkManager", "x86_64", "1:1.10.2-14.el7_5", OverrideMatchKind.AnyVersion },
        { 14, "audit.x86_64", "*0:2.8.1-3.el7", Rpm, "audit", "x86_64", "0:2.8.1-3.el7", Name },
        { 15, "dhclient.x86_64", "*.el7_5.1", Rpm, "dhclient", "x86_64", "12:4.2.5-68.el7_5.1", Name },
        { 16, "dhcp*.x86_64", "*12:5.2.5-68.el7", Rpm, "dhcp-libs", "x86_64", "12:5.2.5-68.el7", Name },
        { 17, "amazon-ssm-agent.x86_64", null, Rpm, "amazon-ssm-agent", "x86_64", "0:2.2.1-1", Name },
        { 18, "binutils", "*0:2.26.1-9.12.1", PatchOperatingSystem.Suse, "binutils", "x86_64", "0:2.26.1-9.12.1", Name },
        { 19, "glibc*.x86_64", "*2.19*", PatchOperatingSystem.Suse, "glibc-locale", "x86_64", "0:2.19-40.6.1", Name },
        { 20, "dhcp*", "0:4.3.3-9.1", PatchOperatingSystem.Suse, "dhcp-client", "x86_64", "0:4.3.3-9.1", Name },
        { 21, "lib*", null, PatchOperatingSystem.Suse, "libzypp", "x86_64", "0:16.0-1", Name },
        { 22, "*32:9.8.2-0.*.rc1.57.amzn1", null, Rpm, "bind", "x86_64", "32:9.8.2-0.62.rc1.57.amzn1", OverrideMatchKind.Version },
        { 23, "KERNEL.X86_64", null, Rpm, "kernel", "x86_64", "0:4.14.1-1.amzn1", Name },
        { 24, "4.1*", null, Rpm, "dhcp", "x86_64", "12:4.1.1-53", OverrideMatchKind.Version },
        { 25, "python[23]", null, Rpm, "python3", "x86_64", "0:3.6-1", Name },
        { 26, "gcc-c++", null, Rpm, "gcc-c++", "x86_64", "0:7-1", Name },
        { 27, "apparmor.amd64", "2.10.95-0ubuntu2.9", Apt, "apparmor", "amd64", "2.10.95-0ubuntu2.9", Name },
        { 28, "cryptsetup.amd64", "*2:1.6.6-5ubuntu2.1", Apt, "cryptsetup", "amd64", "2:1.6.6-5ubuntu2.1", Name },
        { 29, "cryptsetup-bin.*", "*2:1.6.6-5ubuntu2.1", Apt, "cryptsetup-bin", "amd64", "2:1.6.6-5ubuntu2.1", Name },
        { 30, "apt.amd64", "*1.2.27", Apt, "apt", "amd64", "1.2.27", Name },
        { 31, "apt.amd64", "*1.2.27", Apt, "apt", "amd64", "1.2.27ubuntu1", null },
        { 32, "apt-utils.amd64", "*1.2.25", Apt, "apt-utils", "amd64", "1.2.27", null },
        { 33, "apt", null, Apt, "apt", "amd64", "1.2.27", Name },
        { 34, "apt*", null, Apt, "apt-utils", "amd64", "1.2.27", Name },
        { 35, "apt", null, Apt, "apt-utils", "amd64", "1.2.27", null },
    };

    public static TheoryData<string, string, string, bool> Updates => new()
    {
        { "KB4284819", "KB4284819", "", true },
        { "kb4284819", "KB4284819", "", true },
        { "4284819", "KB4284819", "", true },
        { "KB4284819", "4284819", "", true },
        { "KB4284833", "KB4284835", "", false },
        { "KB428481", "KB4284819", "", false },
        { "KB2736693", "KB2736693", "", true },
        { "MS17-023", "KB4014329", "MS17-023", true },
        { "ms17-023", "KB4014329", "MS17-023", true },
        { "MS17-02", "KB4014329", "MS17-023", false },
        { "KB*", "KB4014329", "MS17-023", false },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Each_vector_matches_as_it_must(int number, string id, string? title, PatchOperatingSystem system, string name, string architecture, string version, OverrideMatchKind? kind)
    {
        OverrideMatcher matcher = Matcher(system, (id, title));
        OverrideMatchResult result = matcher.Match(Inventory(Package(name, architecture, version)));

        Assert.True(number > 0);
        Assert.Equal(kind, result.Entries[0].Matches.SingleOrDefault()?.Kind);
        Assert.Equal(kind, result.Matches.SingleOrDefault()?.Kind);
        Assert.Equal(result.Matches.SingleOrDefault()?.IsVersionNamed, result.Entries[0].Matches.SingleOrDefault()?.IsVersionNamed);
        Assert.Equal(kind is not null, matcher.Find(name, architecture, version) is not null);
    }

    [Fact]
    public void A_dependency_in_a_version_that_no_entry_allows_is_a_conflict()
    {
        OverrideMatcher matcher = Matcher(Apt, ("apt.amd64", "*1.2.27"), ("apt-utils.amd64", "*1.2.25"));
        Assert.NotNull(matcher.Find("apt", "amd64", "1.2.27"));

        OverrideConflict? conflict = matcher.FindConflict([new("libc6", "amd64", "2.23"), new("apt-utils", "amd64", "1.2.27")]);

        Assert.Equal("apt-utils.amd64", conflict!.Entry.Id);
        Assert.Equal("apt-utils", conflict.Dependency.Name);
        Assert.StartsWith("it needs apt-utils 1.2.27, ", conflict.Reason, StringComparison.Ordinal);
        Assert.Null(matcher.FindConflict([new("libc6", "amd64", "2.23")]));
        Assert.Null(matcher.FindConflict([new("apt-utils", "amd64", "1.2.25")]));
        Assert.Null(Matcher(Apt, ("apt-utils.amd64", "*1.2.25"), ("apt-utils*", "1.2.27")).FindBlocking("apt-utils", "amd64", "1.2.27"));
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void Updates_are_named_by_number_and_titles_are_for_people(string id, string kb, string bulletin, bool isMatch)
    {
        const string Title = "2018-06 Cumulative Update for Windows Server 2016 (1709) for x64-based Systems (KB4284819)";
        OverrideMatchResult result = Matcher(PatchOperatingSystem.Windows, (id, Title)).Match(Inventory(Update(kb, bulletin)));

        Assert.Equal(isMatch ? [OverrideMatchKind.Update] : [], result.Matches.Select(match => match.Kind));
    }

    [Fact]
    public void The_list_of_Windows_updates_names_just_these()
    {
        OverrideMatcher matcher = Matcher(PatchOperatingSystem.Windows, ("KB4284819", "(1709)"), ("KB4284833", null), ("KB4284835", "(1803)"), ("KB4284880", null), ("KB4338814", null));
        string[] present = ["KB4284819", "KB4284833", "KB4284835", "KB4284880", "KB4338814", "KB4338815"];

        Assert.Equal(present.Take(5), matcher.Match(Inventory([.. present.Select(kb => Update(kb))])).Matches.Select(match => match.Package.Name));
    }

    [Theory]
    [InlineData(PatchOperatingSystem.Suse, "SUSE-SLE-Example-Package-12-2018-123")]
    [InlineData(PatchOperatingSystem.Suse, "SUSE-SLE-Example-*")]
    [InlineData(PatchOperatingSystem.MacOS, "suse-sle-example-package-12-2018-123")]
    public void Patches_without_version_or_architecture_go_by_name(PatchOperatingSystem system, string id)
    {
        InventoryEntry patch = new() { Name = "SUSE-SLE-Example-Package-12-2018-123", IsMissingWhenAbsent = true, Versions = [new AvailablePatch { Version = "" }] };
        Assert.Equal(Name, Assert.Single(Matcher(system, (id, null)).Match(Inventory(patch)).Matches).Kind);
        Assert.Empty(Matcher(system, ("SUSE-SLE-Example", null)).Match(Inventory(patch)).Matches);
    }

    [Fact]
    public void The_result_tells_every_version_and_every_entry()
    {
        InventoryEntry bash = Package("bash", "amd64", "5.1-1", "5.1-2", "5.2-1");
        InventoryEntry curl = Package("curl", "amd64", "7.0-1") with { Versions = [] };
        OverrideMatchResult result = Matcher(Apt, ("bash", "5.1-2"), ("bas?.amd64", "5.1-*"), ("curl", null)).Match(Inventory(bash, curl));

        Assert.Equal(["5.1-1", "5.1-2", "7.0-1"], result.Matches.Select(match => match.Version));
        Assert.Equal("bas?.amd64", result.Find(bash, "5.1-1")!.Entry.Id);
        Assert.Equal("bash", result.Find(bash, "5.1-2")!.Entry.Id);
        Assert.Null(result.Find(bash, "5.2-1"));
        Assert.Null(result.Find(curl, "7.0-1")!.Patch);
        Assert.Equal(["5.1-2"], result.Entries[0].Matches.Select(match => match.Version));
        Assert.Equal(["5.1-1", "5.2-1"], result.Entries[0].RuledOutByTitle.Select(match => match.Version));
        Assert.Equal(["5.1-1", "5.1-2"], result.Entries[1].Matches.Select(match => match.Version));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("bash", null, false)]
    [InlineData("bash", "*", false)]
    [InlineData("bash", "?*", false)]
    [InlineData("bash", "??*", false)]
    [InlineData("bash", "[0-9]*", false)]
    [InlineData("bash", "*[0-9]", false)]
    [InlineData("bash", "[!a-z]*-*", false)]
    [InlineData("bash", "*.*-*", false)]
    [InlineData("bash", "[0-9].[0-9]-[0-9]~*+*", false)]
    [InlineData("bash", "bash*", false)]
    [InlineData("bash", "bash-[0-9]*", false)]
    [InlineData("bash", "BASH.amd64:?*", false)]
    [InlineData("bash", "amd64:[0-9]*", false)]
    [InlineData("bash", "5*", true)]
    [InlineData("bash", "5.[0-9]*", true)]
    [InlineData("bash", "[0-9]*~BPO*", true)]
    [InlineData("bash", "*~bpo12+1", true)]
    [InlineData("bash", "bash-5*", true)]
    [InlineData("bash", "5.2-1~bpo12+1", true)]
    [InlineData("bash-*", null, false)]
    [InlineData("bash-[0-9]*", null, false)]
    [InlineData("bash?amd64:[0-9]*", null, false)]
    [InlineData("bash-[0-9]*~bpo*", null, true)]
    [InlineData("bash-5*", null, true)]
    [InlineData("bash-5.2-1~bpo12+1", null, true)]
    [InlineData("[0-9]*", null, false)]
    [InlineData("?.*", null, false)]
    [InlineData("5.*", null, true)]
    public void A_pattern_names_a_version_where_it_has_a_letter_or_digit_of_it(string id, string? title, bool isNamed)
    {
        OverrideMatch match = Assert.Single(Matcher(Apt, (id, title)).Match(Inventory(Package("bash", "amd64", "5.2-1~bpo12+1"))).Matches);

        Assert.Equal(isNamed, match.IsVersionNamed);
    }

    [Theory]
    [InlineData("kernel", "[0-9]*:*", false)]
    [InlineData("kernel", "*-*", false)]
    [InlineData("kernel", "0:4.*", true)]
    [InlineData("kernel-[0-9]*.x86_64", null, false)]
    [InlineData("kernel-4.*.x86_64", null, true)]
    public void So_does_one_for_RPM(string id, string? title, bool isNamed) =>
        Assert.Equal(isNamed, Assert.Single(Matcher(Rpm, (id, title)).Match(Inventory(Package("kernel", "x86_64", "0:4.14.1-1.amzn1"))).Matches).IsVersionNamed);

    [Theory]
    [InlineData("zsh", null, ErrorIds.OverrideEntryMatchesNothing, "matches nothing on this node.")]
    [InlineData("b\u0430sh", null, ErrorIds.OverrideEntryMatchesNothing, "U+0430")]
    [InlineData("bash", "6*", ErrorIds.OverrideEntryMatchesNothing, "its id names bash.amd64 5.1-1, and its title")]
    [InlineData("5.1*", null, ErrorIds.OverrideEntryMatchesVersion, "of bash.amd64 5.1-1.")]
    [InlineData("bash-*", null, ErrorIds.OverrideEntryMatchesAnyVersion, "version of bash.amd64 5.1-1.")]
    public void An_entry_that_is_hardly_meant_so_is_warned_of(string id, string? title, string warningId, string says)
    {
        OverrideMatchResult result = Matcher(Apt, (id, title), ("bash", null), ("bash-5.1*", null)).Match(Inventory(Package("bash", "amd64", "5.1-1")));

        WarningEvent warning = Assert.Single(result.Warnings);
        Assert.Equal(warningId, warning.Id);
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Same(result.Entries[0].Entry, warning.Target);
    }

    [Theory]
    [InlineData("-oDir=/")]
    [InlineData("--root=/")]
    [InlineData("--")]
    [InlineData("$(reboot);a|b")]
    [InlineData("`reboot`")]
    [InlineData("bash; reboot")]
    [InlineData("bash && reboot")]
    [InlineData("ba\u00a0sh")]
    [InlineData("ba sh")]
    [InlineData("../../etc/passwd")]
    [InlineData("\uff42\uff41\uff53\uff48")]
    [InlineData("%s%n")]
    public void What_is_no_name_is_only_text_that_matches_nothing(string id)
    {
        OverrideList list = Read($"patches:\n  - id: '{id}'\n  - id: bash\n    title: '{id}'\n");
        OverrideMatchResult result = new OverrideMatcher(list, Apt).Match(Inventory(Package("bash", "amd64", "5.1-1")));

        Assert.Equal(id, list.Entries[0].Id);
        Assert.Empty(result.Matches);
        Assert.Equal([ErrorIds.OverrideEntryMatchesNothing, ErrorIds.OverrideEntryMatchesNothing], result.Warnings.Select(warning => warning.Id));
        Assert.Null(new OverrideMatcher(list, Apt).FindConflict([new("libc6", "amd64", "2.23")]));
    }

    [Fact]
    public void Many_titles_are_compared_as_few_are()
    {
        (string, string?)[] entries = [.. Enumerable.Range(0, 40).Select(i => ("bash*", (string?)$"*5.{i}-1")), ("*", "*6*"), ("bash", null)];
        InventoryEntry bash = Package("bash", "amd64", "5.1-1", "5.39-1", "6.0-1");
        OverrideMatchResult result = Matcher(Apt, entries).Match(Inventory(bash));

        Assert.Equal(["5.1-1", "5.39-1", "6.0-1"], result.Matches.Select(match => match.Version));
        Assert.Equal(["*5.1-1", "*5.39-1", "*6*"], result.Matches.Select(match => match.Entry.Title));
        Assert.Equal([1, 39], Enumerable.Range(0, 40).Where(i => result.Entries[i].Matches.Count > 0));
    }

    [Fact]
    public void A_wildcard_on_Windows_is_said_to_be_none() =>
        Assert.Contains("without wildcards", Assert.Single(Matcher(PatchOperatingSystem.Windows, ("KB*", null)).Match(Inventory(Update("KB4284819"))).Warnings).Message, StringComparison.Ordinal);

    [Fact]
    public void Many_examples_are_counted()
    {
        OverrideMatchResult result = Matcher(Apt, ("5.*", null)).Match(Inventory([.. Enumerable.Range(0, 9).Select(i => Package($"p{i}", "amd64", "5.1"))]));
        Assert.Contains("p2.amd64 5.1 and 6 more.", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }
}
