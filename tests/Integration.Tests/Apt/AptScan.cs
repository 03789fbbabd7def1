using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>The whole scan, everything real, with state and cache in a folder of the test.</summary>
internal sealed class AptScan : IDisposable
{
    private const string AllPriorities = """{ "Key": "PRIORITY", "Values": ["*"] }""";

    private readonly TemporaryFolder _folder = new();

    public RecordedEvents Events { get; } = new();

    public string StatePath => _folder.Combine("state");

    public string CachePath => _folder.Combine("cache");

    /// <summary>Replaces the process runner.</summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>The moment that every run is at; null is the real time.</summary>
    public IClock Clock { get; init; } = SystemClock.Instance;

    /// <summary>A baseline of one rule over all priorities.</summary>
    public static PatchBaseline Baseline(bool enableNonSecurity = false, string rejected = "", string rejectedAction = "ALLOW_AS_DEPENDENCY", string approved = "") =>
        BaselineReader.Read(
            Encoding.UTF8.GetBytes($$"""
            {
              "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "DEBIAN",
              "GlobalFilters": { "PatchFilters": [] },
              "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ {{AllPriorities}} ] }, "ComplianceLevel": "HIGH", "ApproveAfterDays": 0, "EnableNonSecurity": {{(enableNonSecurity ? "true" : "false")}} } ] },
              "ApprovedPatches": [{{Quote(approved)}}], "RejectedPatches": [{{Quote(rejected)}}], "RejectedPatchesAction": "{{rejectedAction}}"
            }
            """),
            "test")[0];

    public Task<PatchOperationResult> RunAsync(
        string root, PatchBaseline? baseline = null, bool noRefresh = false, bool requireAllRepositories = false, TimeSpan? lockTimeout = null, CancellationToken cancellationToken = default)
    {
        ScanOperation operation = new(AptServices.Create(Events, _folder.Combine("none"), CachePath, Clock, Processes));
        return operation.RunAsync(
            new ScanRequest
            {
                Baseline = baseline ?? Baseline(),
                Root = root,
                StatePath = StatePath,
                NoRefresh = noRefresh,
                RequireAllRepositories = requireAllRepositories,
                LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30),
            },
            cancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private static string Quote(string list) =>
        string.Join(", ", list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => $"\"{item.Trim()}\""));
}
