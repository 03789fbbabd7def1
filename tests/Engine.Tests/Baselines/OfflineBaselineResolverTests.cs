using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class OfflineBaselineResolverTests
{
    private static readonly Node s_debian = new()
    {
        Id = "node",
        OperatingSystem = PatchOperatingSystem.Debian,
        PackageManager = PackageManagerKind.Apt,
        Product = "Debian12",
        DisplayName = "Debian GNU/Linux 12 (bookworm)",
    };

    private readonly ReadOnlyFileSystem _files = ReadOnlyFileSystem.WithPredefined();
    private readonly RecordingSink _events = new();

    /// <summary>What was asked for on a Debian node, the error, and what it must say.</summary>
    public static TheoryData<BaselineRequest, string, string> Refused => new()
    {
        { new BaselineRequest(Path: "/ubuntu.json"), ErrorIds.BaselineOperatingSystemMismatch, "is for UBUNTU, not for DEBIAN" },
        { new BaselineRequest(Path: "/none.json"), ErrorIds.BaselineNotFound, "/none.json" },
        { new BaselineRequest(Path: ""), ErrorIds.BaselineNotFound, "path" },
        { new BaselineRequest(BaselineId: "AWS-UbuntuDefaultPatchBaseline"), ErrorIds.BaselineOperatingSystemMismatch, "is for UBUNTU, but the operating system is DEBIAN" },
        { new BaselineRequest(BaselineId: "pb-0123456789abcdef0"), ErrorIds.BaselineNotFound, "Systems Manager is not to be called" },
        { new BaselineRequest(BaselineId: ""), ErrorIds.BaselineNotFound, "Systems Manager is not to be called" },
        { new BaselineRequest(OperatingSystem: PatchOperatingSystem.Ubuntu), ErrorIds.BaselineOperatingSystemMismatch, "UBUNTU was asked for, but the operating system is DEBIAN" },
        { new BaselineRequest(Path: "/ubuntu.json", OperatingSystem: PatchOperatingSystem.Ubuntu), ErrorIds.BaselineOperatingSystemMismatch, "DEBIAN" },
        { new BaselineRequest(Path: "/debian.json", BaselineId: "AWS-DebianDefaultPatchBaseline"), ErrorIds.BaselineAmbiguous, "one can apply" },
    };

    [Fact]
    public void A_path_gives_the_file()
    {
        PatchBaseline baseline = Resolve(new BaselineRequest(Path: "/debian.json"), s_debian);

        Assert.Equal("mine", baseline.Name);
        Assert.Equal(BaselineOriginKind.File, baseline.Origin!.Kind);
        Assert.Equal("/debian.json", baseline.Origin.Location);
        Assert.Contains("path was given", baseline.Origin.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_without_a_node_gives_any_single_baseline() =>
        Assert.Equal(PatchOperatingSystem.Ubuntu, Resolve(new BaselineRequest(Path: "/ubuntu.json"), node: null).OperatingSystem);

    [Theory]
    [InlineData("pb-09a5f8eb62bde80b1")]
    [InlineData("aws-debiandefaultpatchbaseline")]
    public void An_id_or_name_gives_the_predefined_one(string id)
    {
        PatchBaseline baseline = Resolve(new BaselineRequest(BaselineId: id), s_debian);

        Assert.Equal("AWS-DebianDefaultPatchBaseline", baseline.Name);
        Assert.Equal(BaselineOriginKind.Predefined, baseline.Origin!.Kind);
        Assert.Contains($"'{id}' was given", baseline.Origin.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_without_a_node_gives_the_baseline_of_any_system() =>
        Assert.Equal(PatchOperatingSystem.Suse, Resolve(new BaselineRequest(BaselineId: "AWS-SuseDefaultPatchBaseline"), node: null).OperatingSystem);

    [Fact]
    public void Nothing_gives_the_predefined_one_of_the_node()
    {
        PatchBaseline baseline = Resolve(new BaselineRequest(), s_debian);

        Assert.Equal("AWS-DebianDefaultPatchBaseline", baseline.Name);
        Assert.Equal(BaselineOriginKind.Predefined, baseline.Origin!.Kind);
        Assert.Contains("node's operating system is DEBIAN", baseline.Origin.Reason, StringComparison.Ordinal);
        Assert.Equal(["/module/baselines/AWS-DebianDefaultPatchBaseline.json"], _files.Reads);
    }

    [Fact]
    public void An_operating_system_alone_gives_its_predefined_one()
    {
        PatchBaseline baseline = Resolve(new BaselineRequest(OperatingSystem: PatchOperatingSystem.MacOS), node: null);

        Assert.Equal("AWS-MacOSDefaultPatchBaseline", baseline.Name);
        Assert.Contains("MACOS was given", baseline.Origin!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_is_refused()
    {
        var error = Assert.Throws<PatchException>(() => Resolve(new BaselineRequest(), node: null));

        Assert.Equal(ErrorIds.BaselineNotFound, error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_fit_is_refused(BaselineRequest request, string errorId, string says)
    {
        var error = Assert.Throws<PatchException>(() => Resolve(request, s_debian));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Fact]
    public void An_unknown_id_is_answered_with_the_names_for_the_system()
    {
        var error = Assert.Throws<PatchException>(() => Resolve(new BaselineRequest(BaselineId: "nope"), s_debian));

        Assert.EndsWith(": AWS-DebianDefaultPatchBaseline.", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_is_told()
    {
        PatchBaseline baseline = Resolve(new BaselineRequest(), s_debian);

        var told = Assert.IsType<VerboseEvent>(Assert.Single(_events.Events));
        Assert.Contains(baseline.Name, told.Message, StringComparison.Ordinal);
        Assert.Contains(baseline.Origin!.Reason, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_approves_nothing_is_warned_of()
    {
        Resolve(new BaselineRequest(Path: "/debian.json"), s_debian);

        WarningEvent warning = Assert.Single(_events.Events.OfType<WarningEvent>());
        Assert.Equal((ErrorIds.BaselineApprovesNothing, "/debian.json"), (warning.Id, warning.Target));
    }

    private PatchBaseline Resolve(BaselineRequest request, Node? node)
    {
        _files.Add("/debian.json", """{"Name":"mine","OperatingSystem":"DEBIAN"}""").Add("/ubuntu.json", """{"OperatingSystem":"UBUNTU"}""");
        return new OfflineBaselineResolver(_files, new PredefinedBaselines(_files, "/module/baselines"), _events).Resolve(request, node);
    }

    private sealed class RecordingSink : IEventSink
    {
        public List<EngineEvent> Events { get; } = [];

        public void Publish(EngineEvent engineEvent) => Events.Add(engineEvent);
    }
}
