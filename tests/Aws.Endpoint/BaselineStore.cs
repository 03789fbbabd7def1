using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>The baselines of a region: AWS's are there from the start.</summary>
public sealed class BaselineStore
{
    private static readonly (string OperatingSystem, string Name, string UsEast1Id)[] Predefined =
    [
        ("ALMA_LINUX", "AWS-AlmaLinuxDefaultPatchBaseline", "pb-0cb0c4966f86b059b"),
        ("AMAZON_LINUX", "AWS-AmazonLinuxDefaultPatchBaseline", "pb-0c10e657807c7a700"),
        ("AMAZON_LINUX_2", "AWS-AmazonLinux2DefaultPatchBaseline", "pb-0be8c61cde3be63f3"),
        ("AMAZON_LINUX_2022", "AWS-AmazonLinux2022DefaultPatchBaseline", "pb-0028ca011460d5eaf"),
        ("AMAZON_LINUX_2023", "AWS-AmazonLinux2023DefaultPatchBaseline", "pb-05c9c9bf778d4c4d0"),
        ("CENTOS", "AWS-CentOSDefaultPatchBaseline", "pb-03e3f588eec25344c"),
        ("DEBIAN", "AWS-DebianDefaultPatchBaseline", "pb-09a5f8eb62bde80b1"),
        ("MACOS", "AWS-MacOSDefaultPatchBaseline", "pb-0ee4f94581368c0d4"),
        ("ORACLE_LINUX", "AWS-OracleLinuxDefaultPatchBaseline", "pb-06bff38e95fe85c02"),
        ("RASPBIAN", "AWS-DefaultRaspbianPatchBaseline", "pb-0ec16280999c5c75e"),
        ("REDHAT_ENTERPRISE_LINUX", "AWS-RedHatDefaultPatchBaseline", "pb-0cbb3a633de00f07c"),
        ("ROCKY_LINUX", "AWS-RockyLinuxDefaultPatchBaseline", "pb-03ec98bc512aa3ac0"),
        ("SUSE", "AWS-SuseDefaultPatchBaseline", "pb-07d8884178197b66b"),
        ("UBUNTU", "AWS-UbuntuDefaultPatchBaseline", "pb-0c7e89f711c3095f4"),
        ("WINDOWS", "AWS-DefaultPatchBaseline", "pb-09ca3fb51f0412ec3"),
    ];

    private readonly AwsEndpointSettings _settings;
    private readonly Lock _lock = new();
    private readonly List<StoredBaseline> _baselines = [];
    private readonly Dictionary<string, StoredBaseline> _defaults = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string OperatingSystem), StoredBaseline> _groups = [];

    internal BaselineStore(AwsEndpointSettings settings)
    {
        _settings = settings;
        foreach ((string system, string name, string usEast1Id) in Predefined)
        {
            string id = settings.Region == "us-east-1" ? usEast1Id : IdOf($"{settings.Region}/{name}");
            _defaults[system] = AddPredefined(id, system, name);
        }

        foreach (string name in (string[])["AWS-WindowsPredefinedPatchBaseline-OS", "AWS-WindowsPredefinedPatchBaseline-OS-Applications"])
            AddPredefined(IdOf($"{settings.Region}/{name}"), "WINDOWS", name);
    }

    public IReadOnlyList<StoredBaseline> All
    {
        get
        {
            lock (_lock)
                return [.. _baselines];
        }
    }

    /// <summary>Adds one of the account's own.</summary>
    /// <param name="json">As GetPatchBaseline shows it; without a BaselineId it is given one.</param>
    /// <param name="tags">What it is tagged with.</param>
    public StoredBaseline Add(string json, params (string Key, string Value)[] tags) => Add(JsonNode.Parse(json)!.AsObject(), tags);

    /// <inheritdoc cref="Add(string, ValueTuple{string, string}[])"/>
    public StoredBaseline Add(JsonObject content, params (string Key, string Value)[] tags)
    {
        lock (_lock)
        {
            string id = (string?)content["BaselineId"] ?? IdOf(string.Create(CultureInfo.InvariantCulture, $"own/{_baselines.Count}"));
            content["BaselineId"] = id;
            StoredBaseline baseline = new()
            {
                Id = id,
                Arn = ArnOf(id, _settings.AccountId),
                OwnerAccountId = _settings.AccountId,
                Content = content,
            };
            foreach ((string key, string value) in tags)
                baseline.Tags[key] = value;
            _baselines.Add(baseline);
            return baseline;
        }
    }

    /// <summary>Adds one of the account's own that approves every patch of a system at once.</summary>
    public StoredBaseline AddApprovingAll(string operatingSystem, string name, params (string Key, string Value)[] tags) =>
        Add(ApprovingAll(operatingSystem, name, days: 0), tags);

    /// <summary>The account's default for the baseline's system, from now on.</summary>
    public void SetDefault(StoredBaseline baseline)
    {
        lock (_lock)
            _defaults[baseline.OperatingSystem] = baseline;
    }

    public StoredBaseline Default(string operatingSystem)
    {
        lock (_lock)
            return _defaults[operatingSystem];
    }

    internal StoredBaseline? FindDefault(string operatingSystem)
    {
        lock (_lock)
            return _defaults.GetValueOrDefault(operatingSystem);
    }

    /// <summary>Registers a patch group with a baseline: one for each system.</summary>
    public void Register(string patchGroup, StoredBaseline baseline)
    {
        lock (_lock)
        {
            _groups[(patchGroup, baseline.OperatingSystem)] = baseline;
            if (baseline.Content["PatchGroups"] is not JsonArray groups)
                baseline.Content["PatchGroups"] = groups = [];
            groups.Add(patchGroup);
        }
    }

    internal StoredBaseline? FindRegistered(string patchGroup, string operatingSystem)
    {
        lock (_lock)
            return _groups.GetValueOrDefault((patchGroup, operatingSystem));
    }

    /// <summary>Finds what the account may name so: its own by id or resource name, AWS's by resource name alone.</summary>
    internal StoredBaseline? Find(string idOrArn)
    {
        lock (_lock)
            return _baselines.Find(b => b.Arn == idOrArn || (!b.IsOfAws && b.Id == idOrArn));
    }

    internal string ArnOf(string id, string account) => $"arn:{_settings.Partition}:ssm:{_settings.Region}:{account}:patchbaseline/{id}";

    private StoredBaseline AddPredefined(string id, string system, string name)
    {
        const string owner = "075727635805";
        JsonObject content = ApprovingAll(system, name, days: 7);
        content["BaselineId"] = ArnOf(id, owner);
        StoredBaseline baseline = new() { Id = id, Arn = ArnOf(id, owner), OwnerAccountId = owner, IsOfAws = true, Content = content };
        _baselines.Add(baseline);
        return baseline;
    }

    private static JsonObject ApprovingAll(string system, string name, int days)
    {
        string key = system switch
        {
            "DEBIAN" or "UBUNTU" or "RASPBIAN" => "PRIORITY",
            _ => "CLASSIFICATION",
        };
        return new JsonObject
        {
            ["Name"] = name,
            ["OperatingSystem"] = system,
            ["GlobalFilters"] = new JsonObject { ["PatchFilters"] = new JsonArray() },
            ["ApprovalRules"] = new JsonObject
            {
                ["PatchRules"] = new JsonArray(new JsonObject
                {
                    ["PatchFilterGroup"] = new JsonObject
                    {
                        ["PatchFilters"] = new JsonArray(
                            new JsonObject { ["Key"] = "PRODUCT", ["Values"] = new JsonArray("*") },
                            new JsonObject { ["Key"] = key, ["Values"] = new JsonArray("*") }),
                    },
                    ["ComplianceLevel"] = "UNSPECIFIED",
                    ["ApproveAfterDays"] = days,
                    ["EnableNonSecurity"] = false,
                }),
            },
            ["ApprovedPatches"] = new JsonArray(),
            ["ApprovedPatchesComplianceLevel"] = "UNSPECIFIED",
            ["ApprovedPatchesEnableNonSecurity"] = false,
            ["RejectedPatches"] = new JsonArray(),
            ["RejectedPatchesAction"] = "ALLOW_AS_DEPENDENCY",
            ["PatchGroups"] = new JsonArray(),
            ["CreatedDate"] = 1525194800.068,
            ["ModifiedDate"] = 1525194800.068,
            ["Description"] = $"Patches of {system}.",
            ["Sources"] = new JsonArray(),
        };
    }

    private static string IdOf(string seed) => string.Concat("pb-", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed))).AsSpan(0, 17));
}
