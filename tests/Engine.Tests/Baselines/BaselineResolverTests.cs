using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Operations;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class BaselineResolverTests : IDisposable
{
    private const string Own = "pb-0123456789abcdef0";
    private const string Other = "pb-0123456789abcdef1";

    private static readonly Node s_node = new()
    {
        Id = "node",
        OperatingSystem = PatchOperatingSystem.Debian,
        PackageManager = PackageManagerKind.Apt,
        Product = "Debian12",
        DisplayName = "Debian GNU/Linux 12 (bookworm)",
    };

    private static readonly BaselineTags s_tags = BaselineTags.Parse("Key=env,Values=prod")!;

    private readonly ReadOnlyFileSystem _files = ReadOnlyFileSystem.WithPredefined();
    private readonly MemorySystemsManager _aws = new();
    private readonly EventList _events = new();

    public BaselineResolverTests()
    {
        Add(Own, "own", PatchOperatingSystem.Debian);
        Add(Other, "other", PatchOperatingSystem.Debian);
        Add("pb-0123456789abcdef2", "windows", PatchOperatingSystem.Windows);
        _aws.DefaultId = Other;
        _aws.Snapshot = Snapshot(BaselineOriginKind.PatchGroup, "web");
    }

    public void Dispose() => _aws.Dispose();

    /// <summary>The request, whether the agent is there, and whether Systems Manager is asked.</summary>
    public static TheoryData<BaselineRequest, bool, bool> Asking => new()
    {
        { new BaselineRequest(), false, false },
        { new BaselineRequest(), true, true },
        { new BaselineRequest { Service = ServiceUse.Always }, false, true },
        { new BaselineRequest { Service = ServiceUse.Never }, true, false },
        { new BaselineRequest(Path: "/debian.json") { Service = ServiceUse.Always }, true, false },
        { new BaselineRequest(BaselineId: "AWS-DebianDefaultPatchBaseline"), true, false },
        { new BaselineRequest(BaselineId: "pb-09a5f8eb62bde80b1"), true, false },
        { new BaselineRequest(BaselineId: Own), false, true },
        { new BaselineRequest { Tags = s_tags }, false, true },
    };

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Systems_Manager_is_asked_only_where_something_asks_for_it(BaselineRequest request, bool isAgent, bool isAsked)
    {
        _aws.Tagged.Add(Own);
        PatchBaseline baseline = await ResolveAsync(request, isAgent);

        Assert.Equal(isAsked, _aws.Calls.Count > 0);
        Assert.Equal(!isAsked, baseline.Origin!.Kind is BaselineOriginKind.File or BaselineOriginKind.Predefined);
    }

    [Fact]
    public async Task One_tagged_baseline_is_taken_without_a_snapshot()
    {
        _aws.Tagged.AddRange([Own, "pb-0123456789abcdef2"]);

        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Tags = s_tags });

        Assert.Equal((Own, BaselineOriginKind.Tags), (baseline.BaselineId, baseline.Origin!.Kind));
        Assert.Equal([$"FindTagged {s_tags}", "List Debian", $"Get {Own}"], _aws.Calls);
        Assert.Equal(
            [(BaselineOriginKind.Tags, BaselineStepOutcome.Answered), (BaselineOriginKind.PatchGroup, BaselineStepOutcome.PassedOver), (BaselineOriginKind.Default, BaselineStepOutcome.PassedOver)],
            baseline.Origin.Steps.Select(step => (step.Kind, step.Outcome)));
        Assert.Empty(_events.Warnings);
    }

    [Fact]
    public async Task Two_tagged_baselines_are_an_error_that_lists_them()
    {
        _aws.Tagged.AddRange([Own, Other]);

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Tags = s_tags }));

        Assert.Equal((ErrorIds.BaselineAmbiguous, 142), (error.ErrorId, error.ExitCode));
        Assert.Contains($"2 baselines for DEBIAN have the tag '{s_tags}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Own} (own), {Other} (other)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_aws.Calls, call => call.StartsWith("Get ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "No baseline has the tag", 2)]
    [InlineData(true, "1 baseline(s) have the tag 'Key=env,Values=prod', but none of them is for DEBIAN.", 3)]
    public async Task Tags_without_a_match_fall_back_with_a_warning(bool isOfAnotherSystem, string says, int calls)
    {
        if (isOfAnotherSystem)
            _aws.Tagged.Add("pb-0123456789abcdef2");

        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Tags = s_tags });

        Assert.Equal((BaselineOriginKind.PatchGroup, "web"), (baseline.Origin!.Kind, baseline.Origin.PatchGroup));
        Assert.Equal(calls, _aws.Calls.Count);
        WarningEvent warning = Assert.Single(_events.Warnings);
        Assert.Equal(ErrorIds.BaselineTagsUnmatched, warning.Id);
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Equal((BaselineOriginKind.Tags, BaselineStepOutcome.NoMatch), (baseline.Origin.Steps[0].Kind, baseline.Origin.Steps[0].Outcome));
    }

    [Fact]
    public async Task Strict_makes_tags_without_a_match_an_error()
    {
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Tags = s_tags, Strict = true }));

        Assert.Equal(ErrorIds.BaselineTagsUnmatched, error.ErrorId);
        Assert.Equal([$"FindTagged {s_tags}"], _aws.Calls);
    }

    [Theory]
    [InlineData(BaselineOriginKind.PatchGroup, "web")]
    [InlineData(BaselineOriginKind.Default, null)]
    public async Task An_instance_has_the_baseline_of_its_snapshot_in_one_call(BaselineOriginKind kind, string? group)
    {
        _aws.Snapshot = Snapshot(kind, group);

        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Service = ServiceUse.Always });

        Assert.Equal(["GetSnapshot"], _aws.Calls);
        Assert.Equal((Own, kind, group, "snapshot-1"), (baseline.BaselineId, baseline.Origin!.Kind, baseline.Origin.PatchGroup, baseline.Origin.SnapshotId));
        BaselineStep[] steps = [.. baseline.Origin.Steps];
        Assert.Equal([BaselineOriginKind.Tags, BaselineOriginKind.PatchGroup, BaselineOriginKind.Default], steps.Select(step => step.Kind));
        Assert.Equal(kind, Assert.Single(steps, step => step.Outcome == BaselineStepOutcome.Answered).Kind);
    }

    [Fact]
    public async Task Without_an_instance_the_default_is_asked_for()
    {
        _aws.InstanceId = null;

        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Service = ServiceUse.Always });

        Assert.Equal(["GetDefaultId Debian", $"Get {Other}"], _aws.Calls);
        Assert.Equal((Other, BaselineOriginKind.Default), (baseline.BaselineId, baseline.Origin!.Kind));
        Assert.Contains("an instance of EC2", baseline.Origin.Steps[1].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_not_the_instance_that_looks_at_it()
    {
        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Service = ServiceUse.Always }, node: s_node with { Root = "/mnt/image" });

        Assert.Equal(BaselineOriginKind.Default, baseline.Origin!.Kind);
        Assert.DoesNotContain("GetSnapshot", _aws.Calls);
    }

    [Fact]
    public async Task A_name_is_looked_up_in_the_list()
    {
        Assert.Equal(Own, (await ResolveAsync(new BaselineRequest(BaselineId: "OWN"))).BaselineId);
        Assert.Equal(["List Debian", $"Get {Own}"], _aws.Calls);

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest(BaselineId: "none")));
        Assert.Equal(ErrorIds.BaselineNotFound, error.ErrorId);
        Assert.Contains("own, other", error.RecommendedAction, StringComparison.Ordinal);

        Add("pb-0123456789abcdef9", "own", PatchOperatingSystem.Debian);
        error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest(BaselineId: "own")));
        Assert.Equal(ErrorIds.BaselineAmbiguous, error.ErrorId);
    }

    [Theory]
    [InlineData(ServiceUse.WhereNeeded, ErrorIds.BaselineNotFound)]
    [InlineData(ServiceUse.Always, ErrorIds.CloudCredentialsMissing)]
    public async Task Who_has_no_AWS_is_told_of_the_name_that_is_none(ServiceUse use, string id)
    {
        _aws.Failures["List"] = new PatchException(ErrorIds.CloudCredentialsMissing, ErrorKind.PermissionDenied, "No AWS credentials were found.");
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest(BaselineId: "AWS-DebianDefaultPatchBaselin") { Service = use }));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("No AWS credentials were found.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_of_another_system_is_refused_wherever_it_comes_from()
    {
        PatchException byId = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest(BaselineId: "pb-0123456789abcdef2")));
        Assert.Equal(ErrorIds.BaselineOperatingSystemMismatch, byId.ErrorId);
        Assert.Contains("is for WINDOWS, but the operating system is DEBIAN", byId.Message, StringComparison.Ordinal);

        _aws.Snapshot = Snapshot(BaselineOriginKind.Default, null) with { Baseline = _aws.Baselines["pb-0123456789abcdef2"] };
        PatchException bySnapshot = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Service = ServiceUse.Always }));
        Assert.Equal(ErrorIds.BaselineOperatingSystemMismatch, bySnapshot.ErrorId);
    }

    [Fact]
    public async Task Tags_and_no_AWS_contradict_each_other()
    {
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Tags = s_tags, Service = ServiceUse.Never }));
        Assert.Equal((ErrorIds.ParametersContradict, ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
    }

    /// <summary>The override's text, the error, its exit code, and what it must say.</summary>
    public static TheoryData<string, string, int, string> BadOverrides => new()
    {
        { "no json", ErrorIds.BaselineNotJson, 161, "override.json" },
        { """[{"OperatingSystem":"PLAN9"}]""", ErrorIds.BaselineInvalid, 161, "PLAN9" },
        { """[{"OperatingSystem":"UBUNTU"},{"OperatingSystem":"WINDOWS"}]""", ErrorIds.BaselineNotFound, 163, "no baseline for DEBIAN" },
        { "[]", ErrorIds.BaselineNotFound, 163, "holds no baseline" },
        { """[{"OperatingSystem":"DEBIAN"},{"OperatingSystem":"DEBIAN"}]""", ErrorIds.BaselineAmbiguous, 165, "2 baselines for DEBIAN" },
    };

    [Theory]
    [MemberData(nameof(BadOverrides))]
    public async Task An_override_that_cannot_be_meant_is_refused_with_its_published_code(string text, string id, int exitCode, string says)
    {
        _files.Add("/override.json", text);
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Override = "/override.json" }));
        Assert.Equal((id, exitCode), (error.ErrorId, error.ExitCode));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_gives_the_baseline_for_the_system_and_asks_nobody()
    {
        _files.Add("/override.json", """[{"Name":"u","OperatingSystem":"UBUNTU"},{"Name":"d","OperatingSystem":"DEBIAN","ApprovedPatches":["*"]}]""");

        PatchBaseline baseline = await ResolveAsync(new BaselineRequest { Override = "/override.json", Service = ServiceUse.Always });

        Assert.Equal(("d", BaselineOriginKind.Override, "/override.json"), (baseline.Name, baseline.Origin!.Kind, baseline.Origin.Location));
        Assert.Empty(_aws.Calls);
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => ResolveAsync(new BaselineRequest { Override = "/none.json" }));
        Assert.Equal((ErrorIds.BaselineNotFound, 162), (error.ErrorId, error.ExitCode));
    }

    [Fact]
    public void What_others_wrote_does_not_reach_a_terminal_as_commands()
    {
        PatchBaseline baseline = new() { Name = "a\u202eb", Description = "d\u001b]0;TITLE\u0007", OperatingSystem = PatchOperatingSystem.Debian };
        Assert.Equal(("a?b", "d?]0;TITLE?"), (baseline.Name, baseline.Description));
        Assert.Equal("web??x", new BaselineOrigin(BaselineOriginKind.PatchGroup, "", "") { PatchGroup = "web\u001b\nx" }.PatchGroup);
    }

    private void Add(string id, string name, PatchOperatingSystem system)
    {
        _aws.Baselines[id] = new PatchBaseline { BaselineId = id, Name = name, OperatingSystem = system, ApprovedPatches = ["*"] };
        _aws.Identities.Add(new BaselineIdentity(id, name, system, IsDefault: false));
    }

    private static DeployableSnapshot Snapshot(BaselineOriginKind kind, string? group) => new(
        new PatchBaseline
        {
            BaselineId = Own,
            Name = "own",
            OperatingSystem = PatchOperatingSystem.Debian,
            ApprovedPatches = ["*"],
            Origin = new BaselineOrigin(kind, "snapshot", "") { PatchGroup = group },
        },
        "snapshot-1",
        "Debian12");

    private Task<PatchBaseline> ResolveAsync(BaselineRequest request, bool isAgent = false, Node? node = null)
    {
        if (!_files.FileExists("/debian.json"))
            _files.Add("/debian.json", Encoding.UTF8.GetString("""{"Name":"mine","OperatingSystem":"DEBIAN","ApprovedPatches":["*"]}"""u8));
        DocumentLoader documents = new(_files, () => throw new InvalidOperationException("Nothing is fetched here."), () => _aws);
        BaselineResolver resolver = new(
            new OfflineBaselineResolver(_files, new PredefinedBaselines(_files, "/module/baselines"), _events),
            new BaselineOverrideLoader(documents),
            () => _aws,
            isAgent ? InstallScene.AgentWith() : new AgentContext(),
            _events);
        return resolver.ResolveAsync(request, node ?? s_node, CancellationToken.None);
    }
}
