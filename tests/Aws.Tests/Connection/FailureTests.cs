using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

/// <summary>What every call does where it does not get its answer.</summary>
[Collection(nameof(AwsEnvironment))]
public sealed class FailureTests : ConnectionScene
{
    private const string AssociationId = "11111111-2222-3333-4444-555555555555";

    private readonly StoredBaseline _baseline;

    public FailureTests(AwsEnvironment environment)
        : base(environment)
    {
        _baseline = Aws.Baselines.AddApprovingAll("WINDOWS", "own", ("env", "prod"));
        Aws.Add(new StoredAssociation { Id = AssociationId });
    }

    /// <summary>Operation, action, first exit code, what the resource ends with.</summary>
    public static TheoryData<string, string, int, string> Calls => new()
    {
        { "GetDeployablePatchSnapshotForInstance", "ssm:GetDeployablePatchSnapshotForInstance", 143, ":instance/i-0abcdef1234567890" },
        { "GetResources", "tag:GetResources", 139, "*" },
        { "DescribePatchBaselines", "ssm:DescribePatchBaselines", 136, "*" },
        { "GetPatchBaseline", "ssm:GetPatchBaseline", 133, ":123456789012:patchbaseline/" },
        { "DescribeEffectivePatchesForPatchBaseline", "ssm:DescribeEffectivePatchesForPatchBaseline", 133, ":123456789012:patchbaseline/" },
        { "GetDefaultPatchBaseline", "ssm:GetDefaultPatchBaseline", 133, ":123456789012:patchbaseline/*" },
        { "DescribeAssociation", "ssm:DescribeAssociation", 130, ":123456789012:association/" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_right_that_is_missing_is_named(string operation, string action, int exitCode, string resource)
    {
        Aws.On(operation).Deny();
        PatchException exception = await FailsAsync(() => CallAsync(operation), ErrorIds.CloudAccessDenied, exitCode + 2, action);
        Assert.Contains(resource, exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.PermissionDenied, exception.Kind);
        Assert.Contains(action, exception.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-Offline", exception.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, Aws.Count(operation));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_service_that_is_busy_is_asked_again_and_again(string operation, string action, int exitCode, string resource)
    {
        Aws.On(operation).Throttle(7);
        await CallAsync(operation);
        Assert.Equal(8, Aws.Count(operation));
        Assert.Equal([1, 2, 4, 8, 16, 32, 60], Clock.Delays.Select(delay => delay.TotalSeconds));
        Aws.ForgetRequests();
        Aws.On(operation).Throttle();
        await FailsAsync(() => CallAsync(operation), ErrorIds.CloudThrottled, exitCode + 1, action);
        Assert.Equal(8, Aws.Count(operation));
        Assert.NotEmpty(resource);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_connection_that_is_cut_is_tried_a_few_times(string operation, string action, int exitCode, string resource)
    {
        Aws.On(operation).Cut(2);
        await CallAsync(operation);
        Aws.ForgetRequests();
        Aws.On(operation).Cut();
        await FailsAsync(() => CallAsync(operation), ErrorIds.CloudUnreachable, exitCode, action);
        Assert.Equal(3, Aws.Count(operation));
        Assert.NotEmpty(resource);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Half_an_answer_is_none(string operation, string action, int exitCode, string resource)
    {
        Aws.On(operation).AnswerHalf(1);
        await CallAsync(operation);
        Aws.On(operation).AnswerHalf();
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => CallAsync(operation));
        Assert.True(exception.ErrorId is ErrorIds.CloudAnswerNotUnderstood or ErrorIds.CloudUnreachable, exception.Message);
        Assert.InRange(exception.ExitCode, exitCode, exitCode + 1);
        Assert.Contains(action, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(resource);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_page_of_a_proxy_is_not_understood(string operation, string action, int exitCode, string resource)
    {
        Aws.On(operation).AnswerHtml();
        await FailsAsync(() => CallAsync(operation), ErrorIds.CloudAnswerNotUnderstood, exitCode + 1, action);
        Assert.NotEmpty(resource);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Silence_is_not_waited_for(string operation, string action, int exitCode, string resource)
    {
        Limits = new CallLimits { Attempt = TimeSpan.FromSeconds(1), Baseline = Backoff.Default with { Attempts = 1 }, Report = Backoff.Default with { Attempts = 1 } };
        using SystemsManagerConnection connection = Connect();
        await connection.GetDefaultIdAsync(PatchOperatingSystem.Debian, Token);
        Aws.On(operation).StaySilent();
        PatchException exception = await FailsAsync(() => CallAsync(operation, connection), ErrorIds.CloudUnreachable, exitCode, action);
        Assert.Equal(ErrorKind.OperationTimeout, exception.Kind);
        Assert.NotEmpty(resource);
    }

    [Theory]
    [InlineData(500, "InternalServerError", ErrorIds.CloudRequestRefused, 137, 8)]
    [InlineData(503, "ServiceUnavailable", ErrorIds.CloudRequestRefused, 137, 8)]
    [InlineData(502, "BadGateway", ErrorIds.CloudRequestRefused, 137, 8)]
    [InlineData(400, "TooManyRequestsException", ErrorIds.CloudThrottled, 137, 8)]
    [InlineData(503, "RequestLimitExceeded", ErrorIds.CloudThrottled, 137, 8)]
    [InlineData(429, "Whatever", ErrorIds.CloudThrottled, 137, 8)]
    [InlineData(400, "ValidationException", ErrorIds.CloudRequestRefused, 137, 1)]
    [InlineData(403, "UnrecognizedClientException", ErrorIds.CloudCredentialsRefused, 148, 1)]
    [InlineData(403, "ExpiredTokenException", ErrorIds.CloudCredentialsExpired, 148, 1)]
    [InlineData(403, "UnauthorizedOperation", ErrorIds.CloudAccessDenied, 138, 1)]
    public async Task An_error_of_the_service_means_what_its_code_says(int status, string code, string id, int exitCode, int attempts)
    {
        Aws.On("DescribePatchBaselines").Error(status, code, "It says why, with https://bucket/?X-Amz-Signature=hidden.");
        PatchException exception = await FailsAsync(() => CallAsync("DescribePatchBaselines"), id, exitCode);
        Assert.Equal(attempts, Aws.Count("DescribePatchBaselines"));
        Assert.DoesNotContain("hidden", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", Events.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_expire_between_pages_are_told()
    {
        Aws.Baselines.AddApprovingAll("DEBIAN", "own");
        Aws.LargestPage = 1;
        Aws.On("DescribePatchBaselines").AnswerRightly(1).ExpireCredentials();
        await FailsAsync(() => CallAsync("DescribePatchBaselines"), ErrorIds.CloudCredentialsExpired, 148);
    }

    [Fact]
    public async Task Only_the_page_that_failed_is_read_again()
    {
        Aws.Baselines.AddApprovingAll("DEBIAN", "own");
        Aws.LargestPage = 1;
        Aws.On("DescribePatchBaselines").AnswerRightly(1).Throttle(1);
        Assert.Equal(2, (await Connect().ListAsync(PatchOperatingSystem.Debian, Token)).Count);
        Assert.Equal(3, Aws.Count("DescribePatchBaselines"));
    }

    [Fact]
    public async Task The_time_for_all_attempts_is_bounded()
    {
        Limits = new CallLimits { Baseline = Backoff.Default with { Total = TimeSpan.FromSeconds(10) } };
        Aws.On("DescribePatchBaselines").Throttle();
        await FailsAsync(() => CallAsync("DescribePatchBaselines"), ErrorIds.CloudThrottled, 137);
        Assert.Equal([1, 2, 4], Clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task The_calls_of_a_baseline_share_their_time_and_the_report_has_its_own()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1000), 8, TimeSpan.FromSeconds(1200));
        Limits = new CallLimits { Baseline = backoff, Report = backoff with { Total = TimeSpan.FromSeconds(500) } };
        SystemsManagerConnection connection = Connect();
        Aws.On("GetResources").Throttle(3);
        await CallAsync("GetResources", connection);
        Aws.On("GetPatchBaseline").Throttle();
        await FailsAsync(() => CallAsync("GetPatchBaseline", connection), ErrorIds.CloudThrottled, 134);
        await FailsAsync(() => CallAsync("GetPatchBaseline", connection), ErrorIds.CloudThrottled, 134);
        Aws.On("DescribeAssociation").Throttle(2);
        await CallAsync("DescribeAssociation", connection);
        Assert.Equal([100, 200, 400, 100, 200, 100, 100, 200], Clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Under_the_agent_a_busy_service_is_given_time(string operation, string action, int exitCode, string resource)
    {
        bool isOfReport = operation == "DescribeAssociation";
        Limits = CallLimits.Of(new AgentContext { InstanceId = Aws.Instance.Id });
        Aws.On(operation).Throttle();
        await FailsAsync(() => CallAsync(operation), ErrorIds.CloudThrottled, exitCode + 1, action);
        Assert.Equal(isOfReport ? [5, 10, 20, 40, 80, 160, 300] : [5, 10, 20, 40, 80, 160, 300, 300, 300, 300], Clock.Delays.Select(delay => delay.TotalSeconds));
        Assert.NotEmpty(resource);

        // A log that stands still for minutes says why, and once.
        Assert.Equal(ErrorIds.CloudThrottled, Assert.Single(Events.All.OfType<WarningEvent>()).Id);
    }

    [Fact]
    public void Without_the_agent_somebody_may_be_waiting() => Assert.Equal(new CallLimits(), CallLimits.Of(new AgentContext { Region = "eu-west-1" }));

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public async Task A_wrong_clock_is_corrected_by_the_services(int minutes)
    {
        Aws.Clock = new OffsetClock(TimeSpan.FromMinutes(minutes));
        foreach ((string operation, _, _, _) in Calls.Select(row => row.Data))
            await CallAsync(operation);
        Assert.Contains(Events.All, e => e is WarningEvent { Id: ErrorIds.CloudClockSkewed });
        Assert.Single(Aws.Requests, request => request.ErrorCode == "InvalidSignatureException");
    }

    [Fact]
    public async Task A_clock_that_cannot_be_corrected_is_told()
    {
        Aws.On("DescribePatchBaselines").Error(403, "InvalidSignatureException", "Signature expired: 20240101T000000Z is now earlier than 20240101T001000Z");
        await FailsAsync(() => CallAsync("DescribePatchBaselines"), ErrorIds.CloudClockSkewed, 137, "clock");
        Assert.Equal(2, Aws.Count("DescribePatchBaselines"));
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_named()
    {
        Aws.Dispose();
        await FailsAsync(() => CallAsync("DescribePatchBaselines"), ErrorIds.CloudUnreachable, 136, new Uri(Aws.Url).Authority);
        Assert.Equal(2, Clock.Delays.Count);
    }

    [Fact]
    public async Task A_call_is_cancelled_at_once()
    {
        using CancellationTokenSource cancelled = new();
        Aws.On("DescribePatchBaselines").StaySilent();
        SystemsManagerConnection connection = Connect();
        await connection.GetDefaultIdAsync(PatchOperatingSystem.Debian, Token);
        Task listing = connection.ListAsync(PatchOperatingSystem.Debian, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }

    private Task CallAsync(string operation) => CallAsync(operation, Connect());

    private Task CallAsync(string operation, SystemsManagerConnection connection) => operation switch
    {
        "GetDeployablePatchSnapshotForInstance" => connection.GetSnapshotAsync(Token),
        "GetResources" => connection.FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token),
        "DescribePatchBaselines" => connection.ListAsync(PatchOperatingSystem.Debian, Token),
        "GetPatchBaseline" or "DescribeEffectivePatchesForPatchBaseline" => connection.GetAsync(_baseline.Id, Token),
        "GetDefaultPatchBaseline" => connection.GetDefaultIdAsync(PatchOperatingSystem.Debian, Token),
        _ => connection.DescribeAssociationAsync(AssociationId, Token),
    };
}
