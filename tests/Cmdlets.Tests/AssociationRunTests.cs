using System.Text.Json;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>The whole way on this machine, read only: console, module, the real SDK, and an endpoint that checks each request.</summary>
public sealed class AssociationRunTests(OrdinaryUser user) : IClassFixture<OrdinaryUser>, IDisposable
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";
    private const string ErrorIdEnd = ",PatchBaselineAssociation.Commands.InvokePatchBaselineAssociationCommand";
    private const string Tags = "Key=env,Values=prod";

    private readonly AwsEndpoint _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task An_association_s_scan_is_the_item_that_the_specification_shows_and_leaves_others_alone()
    {
        Associate();
        _aws.Baselines.AddApprovingAll("DEBIAN", "MyBaseline", ("env", "prod"));
        StoredComplianceItem other = new() { ComplianceType = "Association", ResourceId = _aws.Instance.Id, Id = "11111111-89ab-cdef-0123-456789abcdef", Title = "Other", Status = "COMPLIANT", Severity = "LOW", ExecutionTime = 1 };
        StoredComplianceItem foreign = other with { ComplianceType = "Custom:Mine", Id = "mine" };
        StoredComplianceItem patch = other with { ComplianceType = "Patch", Id = "bash.amd64" };
        foreach (StoredComplianceItem item in (StoredComplianceItem[])[other, foreign, patch])
            _aws.Compliance.Add(item);

        ConsoleResult result = Run($"$r = Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -BaselineTags '{Tags}'; \"$($r.Report) $($r.AssociationId) $($r.BaselineSource.Kind) $($r.MissingCount) $LASTEXITCODE\"");

        Assert.Equal(0, result.ExitCode);
        string[] told = result.Lines[^1].Split(' ');
        Assert.Equal(["Sent", Id, "Tags", told[3], "0"], told);
        Assert.Empty(_aws.Violations);
        Assert.Equal(
            ["DescribeAssociation", "DescribePatchBaselines", "GetPatchBaseline", "GetResources", "PutComplianceItems"],
            _aws.Requests.Select(request => request.Operation).Order(StringComparer.Ordinal));
        Assert.Equal([other, foreign, patch], _aws.Compliance.Items.Take(3));

        using AmazonSimpleSystemsManagementClient client = new(
            new BasicAWSCredentials(_aws.AccessKeyId, _aws.SecretAccessKey), new AmazonSimpleSystemsManagementConfig { ServiceURL = _aws.Url, AuthenticationRegion = _aws.Region });
        ListComplianceItemsResponse listed = await client.ListComplianceItemsAsync(
            new ListComplianceItemsRequest
            {
                ResourceIds = [_aws.Instance.Id],
                ResourceTypes = ["ManagedInstance"],
                Filters = [new ComplianceStringFilter { Key = "ComplianceType", Values = ["Association"], Type = "EQUAL" }],
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(["Other", "MyPatchAssociation"], listed.ComplianceItems.Select(item => item.Title));
        ComplianceItem ours = listed.ComplianceItems[1];
        Assert.Equal(("Association", "ManagedInstance", _aws.Instance.Id, Id), (ours.ComplianceType, ours.ResourceType, ours.ResourceId, ours.Id));
        Assert.Equal((told[3] == "0" ? "COMPLIANT" : "NON_COMPLIANT", "MEDIUM"), (ours.Status.Value, ours.Severity.Value));
        Assert.Equal((Id, "Command"), (ours.ExecutionSummary.ExecutionId, ours.ExecutionSummary.ExecutionType));
        Assert.Equal(["DetailedText", "DocumentName", "DocumentVersion", "PatchBaselineId"], ours.Details.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("AWS-RunPatchBaselineAssociation", "1", _aws.Baselines.All[^1].Id), (ours.Details["DocumentName"], ours.Details["DocumentVersion"], ours.Details["PatchBaselineId"]));
        using JsonDocument text = JsonDocument.Parse(ours.Details["DetailedText"]);
        Assert.Equal(told[3], text.RootElement.GetProperty("MissingCount").GetString());
    }

    [Fact]
    public void A_log_reader_can_follow_a_run()
    {
        Associate();
        ConsoleResult result = Run($"Invoke-PatchBaselineAssociation Scan -AssociationId {Id} | Out-Null");

        Assert.Equal(0, result.ExitCode);
        string[] names = [.. result.Output.Split(Environment.NewLine).TakeWhile(line => line.Length > 0).Skip(1).Select(line => line.Split(" : ")[0].TrimEnd(' ', ':'))];
        Assert.StartsWith($"Patch Summary for {_aws.Instance.Id}", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            "PatchGroup BaselineId Baseline SnapshotId RebootOption OwnerInformation OperationType OperationStartTime OperationEndTime InstalledCount InstalledRejectedCount InstalledPendingRebootCount InstalledOtherCount FailedCount MissingCount NotApplicableCount UnreportedNotApplicableCount",
            string.Join(' ', names));
        Assert.Contains("Baseline                     : AWS-DebianDefaultPatchBaseline", result.Output, StringComparison.Ordinal);
        Assert.Contains("Report                       : Sent", result.Output, StringComparison.Ordinal);
        Assert.Matches($"(?m)^{_aws.Instance.Id} - PatchBaselineOperations Assessment Results - [0-9T:.-]+\\r?$", result.Output);

        // No tags: three calls, and the link that the first of them gives.
        Assert.Equal(
            ["DescribeAssociation", "GetDeployablePatchSnapshotForInstance", "GetSnapshot", "PutComplianceItems"],
            _aws.Requests.Select(request => request.Operation).Order(StringComparer.Ordinal));
        Assert.Empty(_aws.Violations);
    }

    /// <summary>The specification's rights for tags and what the managed-instance policy has of the rest: nothing else.</summary>
    [Fact]
    public void The_documented_rights_are_enough()
    {
        Associate();
        _aws.Baselines.AddApprovingAll("DEBIAN", "MyBaseline", ("env", "prod"));
        _aws.AllowOnly("ssm:DescribePatchBaselines", "tag:GetResources", "ssm:GetPatchBaseline", "ssm:DescribeEffectivePatchesForPatchBaseline", "ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:PutComplianceItems");
        Assert.Equal(["Tags Sent"], Told($"$r = Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -BaselineTags '{Tags}' 6>$null; \"$($r.BaselineSource.Kind) $($r.Report)\"").Lines);
        Assert.Equal(["Default Sent"], Told($"$r = Invoke-PatchBaselineAssociation Scan -AssociationId {Id} 6>$null; \"$($r.BaselineSource.Kind) $($r.Report)\"").Lines);
    }

    /// <summary>What is allowed, the error, its code, and the right that it names.</summary>
    [Theory]
    [InlineData("ssm:DescribeAssociation", "CloudAccessDenied", 141, "tag:GetResources")]
    [InlineData("tag:GetResources", "CloudAccessDenied", 138, "ssm:DescribePatchBaselines")]
    [InlineData("tag:GetResources ssm:DescribePatchBaselines", "CloudAccessDenied", 135, "ssm:GetPatchBaseline")]
    public void A_right_that_is_missing_is_named(string allowed, string id, int exitCode, string missing)
    {
        Associate();
        _aws.Baselines.AddApprovingAll("DEBIAN", "MyBaseline", ("env", "prod"));
        _aws.AllowOnly(allowed.Split(' '));
        ConsoleResult result = Run($"try {{ Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -BaselineTags '{Tags}' }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}");
        Assert.Equal(id + ErrorIdEnd, result.Lines[0]);
        Assert.Contains(missing, result.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public void A_report_that_is_denied_takes_no_result_away_and_is_sent_by_the_next_run()
    {
        Associate();
        _aws.On("PutComplianceItems").Deny(times: 1);
        ConsoleResult denied = Run($"$r = Invoke-PatchBaselineAssociation Scan -AssociationId {Id} 6>$null; \"$($r.Report) $($r.Patches.Count -gt 0) $LASTEXITCODE\"");
        Assert.Equal((149, "Kept True 149"), (denied.ExitCode, denied.Lines[^1]));
        Assert.Contains("[ReportKept]", denied.Error, StringComparison.Ordinal);
        Assert.Contains("ssm:PutComplianceItems", denied.Error, StringComparison.Ordinal);
        Assert.Empty(_aws.Compliance.Items);

        Assert.Equal(["Sent"], Told($"(Invoke-PatchBaselineAssociation Scan -AssociationId {Id} 6>$null).Report").Lines);
        Assert.Equal(3, _aws.Count("PutComplianceItems"));
        Assert.Single(_aws.Compliance.Items);
        Assert.Equal((1, 1), (_aws.Compliance.AcceptedUploads, _aws.Compliance.IgnoredUploads));
        Assert.Equal(["Kept", "Sent"], Told("(Get-PatchState -History)[1, 0].Report").Lines);
    }

    public static TheoryData<string, string, int, string> Refusals => new()
    {
        { $"Scan -AssociationId 99999999-89ab-cdef-0123-456789abcdef", "AssociationNotFound", 131, "99999999-89ab-cdef-0123-456789abcdef" },
        { $"Scan -AssociationId {Id} -BaselineTags 'Key=team,Values=a,b'", "BaselineAmbiguous", 142, "2 baselines for DEBIAN have the tag 'Key=team,Values=a,b'" },
        { $"Install -AssociationId {Id}", "NotPrivileged", 1, "administrator" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_is_refused_with_its_code_even_of_a_script_that_goes_on(string parameters, string id, int exitCode, string says)
    {
        Associate();
        _aws.Baselines.AddApprovingAll("DEBIAN", "one", ("team", "a"));
        _aws.Baselines.AddApprovingAll("DEBIAN", "two", ("team", "b"));
        ConsoleResult result = Run($"try {{ Invoke-PatchBaselineAssociation {parameters} }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}; \"last $LASTEXITCODE\"");
        Assert.Equal([id + ErrorIdEnd, $"last {exitCode}"], [result.Lines[0], result.Lines[^1]]);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(0, _aws.Count("PutComplianceItems"));
    }

    [Theory]
    [InlineData("mi-0123456789abcdef0", "ManagedInstanceNotSupported", "EC2")]
    [InlineData("", "CloudIdentityUnknown", "Invoke-PatchScan")]
    public void Who_is_no_instance_is_told_so(string instance, string id, string says)
    {
        Associate();
        _aws.Metadata.IsEnabled = false;
        ConsoleResult result = user.Run(
            $"try {{ Invoke-PatchBaselineAssociation Scan -AssociationId {Id} }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }}; $LASTEXITCODE",
            [.. _aws.Environment.Select(pair => (pair.Key, pair.Value)), ("AWS_SSM_INSTANCE_ID", instance)]);
        Assert.Equal(id + ErrorIdEnd, result.Lines[0]);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_metadata_are_enough()
    {
        Associate();
        ConsoleResult result = user.Run(
            $"$r = Invoke-PatchScan -AssociationId {Id}; \"$($r.BaselineSource.Kind) $($r.Report)\"", [.. _aws.MetadataEnvironment.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal((0, "Default Sent"), (result.ExitCode, result.Lines[^1]));
        Assert.Equal(_aws.Instance.Id, Assert.Single(_aws.Compliance.Items).ResourceId);
    }

    /// <summary>The SDK looks for its part that takes roles by name, at the time of the call.</summary>
    [Fact]
    public void A_profile_takes_its_role_in_the_module_s_own_context()
    {
        using TemporaryFolder folder = new();
        string profiles = Path.Combine(folder.Path, "credentials");
        _aws.AssumableRoleArn = "arn:aws:iam::123456789012:role/patcher";
        _aws.AssumedCredentials = _aws.Credentials! with { AccessKeyId = "ASIAASSUMEDEXAMPLE00", SecretAccessKey = "assumed", SessionToken = "taken" };
        File.WriteAllText(
            profiles, $"[base]\naws_access_key_id = {_aws.AccessKeyId}\naws_secret_access_key = {_aws.SecretAccessKey}\n[admin]\nrole_arn = {_aws.AssumableRoleArn}\nsource_profile = base\nregion = {_aws.Region}\n");
        ConsoleProgram console = new();
        foreach ((string name, string value) in _aws.MetadataEnvironment)
            console.Environment[name] = value;
        console.Environment["AWS_SHARED_CREDENTIALS_FILE"] = profiles;
        console.Environment["AWS_EC2_METADATA_DISABLED"] = "true";

        Assert.Equal(["Default"], console.Start("(Resolve-PatchBaseline -ProfileName admin).Origin.Kind").Succeeded().Lines);
        Assert.Contains("ASIAASSUMEDEXAMPLE00/", _aws.RequestsOf("GetPatchBaseline")[0].Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_for_a_baseline_is_shown_step_by_step()
    {
        StoredBaseline own = _aws.Baselines.AddApprovingAll("DEBIAN", "own");
        _aws.Baselines.Register("web", own);
        _aws.Instance.PatchGroup = "web";
        ConsoleResult result = Told($"(Resolve-PatchBaseline -BaselineTags '{Tags}' -WarningAction SilentlyContinue).Origin.Steps | ForEach-Object {{ '{{0}} {{1}}' -f $_.Kind, $_.Outcome }}; (Resolve-PatchBaseline -BaselineId {own.Id}).Origin.Kind; (Resolve-PatchBaseline -Offline).Origin.Kind");
        Assert.Equal(["Tags NoMatch", "PatchGroup Answered", "Default PassedOver", "Id", "Predefined"], result.Lines);
        ConsoleResult strict = Run($"try {{ Resolve-PatchBaseline -BaselineTags '{Tags}' -Strict }} catch {{ $_.FullyQualifiedErrorId.Split(',')[0] }}");
        Assert.Equal(["BaselineTagsUnmatched"], strict.Lines);
        ConsoleResult shown = Told("Resolve-PatchBaseline");
        Assert.Contains("PatchGroup", shown.Output, StringComparison.Ordinal);
        Assert.Contains("patch group 'web'", string.Join(' ', shown.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_override_comes_from_S3_and_its_refusals_are_told_apart()
    {
        StoredBucket bucket = _aws.AddBucket("overrides", "eu-north-1");
        bucket.Put("all.json", """[{"Name":"given","OperatingSystem":"DEBIAN","ApprovedPatches":["*"]},{"Name":"u","OperatingSystem":"UBUNTU"}]""");
        bucket.Put("locked.json", "[]").Refusal = ObjectRefusal.KeyDenied;
        bucket.Put("private.json", "[]").Refusal = ObjectRefusal.AccessDenied;
        ConsoleResult result = Run("""
            foreach ($key in 'all', 'locked', 'private', 'none') {
                try { $b = Resolve-PatchBaseline -BaselineOverride "s3://overrides/$key.json"; "$($b.Name) $($b.Origin.Kind)" }
                catch { $_.FullyQualifiedErrorId.Split(',')[0] + ' ' + $_.Exception.ExitCode }
            }
            try { Install-PatchBaseline -BaselineOverride s3://overrides/all.json -InstallOverrideList s3://overrides/list.yaml } catch { $_.FullyQualifiedErrorId.Split(',')[0] + ' ' + $_.Exception.ExitCode }
            """);
        Assert.Equal(["given Override", "BaselineOverrideAccessDenied 160", "BaselineOverrideAccessDenied 160", "BaselineNotFound 162", "BaselineAmbiguous 167"], result.Lines);
    }

    [Fact]
    public void WhatIf_gives_the_plan_of_an_install_reports_nothing_and_leaves_a_scan_out()
    {
        Associate();
        ConsoleResult result = Run($"$global:LASTEXITCODE = 9; (Invoke-PatchBaselineAssociation Install -AssociationId {Id} -WhatIf).GetType().Name; \"last $LASTEXITCODE\"; Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -WhatIf");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("PatchPlan", result.Lines);
        Assert.Contains("last 0", result.Lines);
        Assert.Matches("^What if: Performing the operation \"Scan\"", result.Lines[^1]);
        Assert.Equal(0, _aws.Count("PutComplianceItems"));
    }

    [Fact]
    public void Without_the_agent_the_exit_code_is_the_script_s_to_hand_on()
    {
        const string Script = "try { Invoke-PatchBaselineAssociation Install -AssociationId " + Id + " } catch { }; ";
        (string, string)[] environment = [.. _aws.Environment.Select(pair => (pair.Key, pair.Value))];
        Assert.Equal(0, user.Run(Script + "'on'", environment).ExitCode);
        Assert.Equal(1, user.Run(Script + "exit $LASTEXITCODE", environment).ExitCode);
    }

    [Fact]
    public void A_warning_that_stops_sets_the_exit_code_too()
    {
        _aws.Add(new StoredAssociation { Id = Id, SyncCompliance = "AUTO" });
        ConsoleResult result = Run($"try {{ Invoke-PatchBaselineAssociation Scan -AssociationId {Id} -WarningAction Stop }} catch {{ 'stopped' }}; \"last $LASTEXITCODE\"");
        Assert.Equal(["stopped", "last 1"], result.Lines);
    }

    private void Associate() => _aws.Add(new StoredAssociation { Id = Id });

    /// <summary>As the agent starts a script.</summary>
    private ConsoleResult Run(string script) => user.Run(
        script, [.. _aws.Environment.Select(pair => (pair.Key, pair.Value)), ("AWS_SSM_INSTANCE_ID", _aws.Instance.Id), ("AWS_SSM_REGION_NAME", _aws.Region)]);

    private ConsoleResult Told(string script)
    {
        ConsoleResult result = Run(script);
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        return result;
    }
}
