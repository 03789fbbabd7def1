using System.Diagnostics;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

/// <summary>AWS's other client, of another language, in a process of its own: what it signs is taken, and what it is answered it can read.</summary>
public sealed class BotocoreTests : IDisposable
{
    private const string Script = """
        import json, os
        import botocore.session
        session = botocore.session.get_session()
        url = os.environ['AWS_ENDPOINT_URL']
        region = 'eu-central-1'
        ssm = session.create_client('ssm', region_name=region, endpoint_url=url)
        tagging = session.create_client('resourcegroupstaggingapi', region_name=region, endpoint_url=url)
        s3 = session.create_client('s3', region_name=region, endpoint_url=url)
        node = 'i-0abcdef1234567890'
        ssm.put_compliance_items(ResourceId=node, ResourceType='ManagedInstance', ComplianceType='Association', UploadType='PARTIAL',
            ExecutionSummary={'ExecutionTime': 1700000000, 'ExecutionId': 'a', 'ExecutionType': 'Command'},
            Items=[{'Id': 'a', 'Title': 'MyPatchAssociation', 'Severity': 'MEDIUM', 'Status': 'COMPLIANT', 'Details': {'DocumentVersion': '1'}}])
        items = [i for page in ssm.get_paginator('list_compliance_items').paginate(ResourceIds=[node]) for i in page['ComplianceItems']]
        names = [b['BaselineName'] for page in ssm.get_paginator('describe_patch_baselines').paginate(PaginationConfig={'PageSize': 4}) for b in page['BaselineIdentities']]
        tagged = [r['ResourceARN'] for page in tagging.get_paginator('get_resources').paginate(TagFilters=[{'Key': 'env', 'Values': ['prod']}]) for r in page['ResourceTagMappingList']]
        print(json.dumps({
            'items': [[i['Id'], i['Title'], i['Status'], i['Details']['DocumentVersion']] for i in items],
            'baselines': len(names),
            'tagged': tagged,
            'object': s3.get_object(Bucket='lists', Key='a b/ö+%.yaml')['Body'].read().decode(),
        }))
        """;

    private readonly AwsEndpoint _aws = new();

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_answered(bool hasMetadataOnly)
    {
        StoredBaseline tagged = _aws.Baselines.AddApprovingAll("DEBIAN", "tagged", ("env", "prod"));
        _aws.AddBucket("lists").Put("a b/ö+%.yaml", "patches: []");

        JsonNode answer = JsonNode.Parse(await RunAsync(hasMetadataOnly ? _aws.MetadataEnvironment : _aws.Environment))!;

        Assert.Equal("""[["a","MyPatchAssociation","COMPLIANT","1"]]""", answer["items"]!.ToJsonString());
        Assert.Equal(_aws.Baselines.All.Count, (int)answer["baselines"]!);
        Assert.Equal(tagged.Arn, (string?)answer["tagged"]![0]);
        Assert.Equal("patches: []", (string?)answer["object"]);
        Assert.Empty(_aws.Violations);
        Assert.Equal(hasMetadataOnly, _aws.Count("GetMetadataToken") > 0);
    }

    private static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment)
    {
        // The one that Debian's package of botocore belongs to.
        ProcessStartInfo start = new("/usr/bin/python3", ["-c", Script]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
        return await output;
    }
}
