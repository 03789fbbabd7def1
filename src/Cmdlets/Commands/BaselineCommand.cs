using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Commands;

/// <summary>What all commands that compare a node with a baseline are given.</summary>
public abstract class BaselineCommand : CloudCommand
{
    protected const string SearchSet = "Search";
    private const string BaselineSet = "Baseline";
    private const string PathSet = "Path";
    private const string IdSet = "Id";
    private const string OverrideSet = "Override";

    /// <summary>The baseline itself, as Resolve-PatchBaseline gives it.</summary>
    [Parameter(ParameterSetName = BaselineSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PatchBaseline? Baseline { get; set; }

    /// <summary>A file in any of the three shapes that a baseline has.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 1)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Id or ARN of a baseline.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BaselineIdCompleter))]
    public string? BaselineId { get; set; }

    /// <summary>An array of baselines that apply for this run: a file, an https address, or an object in S3.</summary>
    [Parameter(ParameterSetName = OverrideSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? BaselineOverride { get; set; }

    /// <summary>The tag that the baseline has, as Key=…,Values=….</summary>
    [Parameter(ParameterSetName = SearchSet)]
    [AllowEmptyString]
    public string? BaselineTags { get; set; }

    /// <summary>Fail where no baseline has the tags, instead of taking that of patch group or default.</summary>
    [Parameter(ParameterSetName = SearchSet)]
    public SwitchParameter Strict { get; set; }

    /// <summary>Judge approval as of this moment; default is now.</summary>
    [Parameter]
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Use the metadata that is on the node instead of fetching.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    /// <summary>Fail when a repository cannot be used, instead of warning.</summary>
    [Parameter]
    public SwitchParameter RequireAllRepositories { get; set; }

    /// <summary>Folder of a mounted system to work on instead of the running one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    /// <summary>Folder for the state files; default is the documented one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>How long to wait for another run or for the package manager's lock: seconds, or a TimeSpan.</summary>
    [Parameter]
    [WaitTime]
    public TimeSpan LockTimeout { get; set; } = new ScanRequest().LockTimeout;

    /// <param name="associationId">The association that the run is for; null where it is for none.</param>
    protected ScanRequest CreateRequest(string? associationId) => new()
    {
        Baseline = Baseline,
        BaselineRequest = new BaselineRequest
        {
            Path = ResolvePath(Path),
            BaselineId = BaselineId,
            Override = ResolveOverride(BaselineOverride),
            Tags = ReadTags(BaselineTags),
            Service = ServiceUse(associationId is not null),
            Strict = CheckStrict(Strict, BaselineTags),
        },
        AssociationId = associationId is null ? "" : Check(() => AssociationIds.Check(associationId)),
        AsOf = AsOf,
        NoRefresh = NoRefresh,
        RequireAllRepositories = RequireAllRepositories,
        Root = ResolveRoot(Root),
        StatePath = ResolvePath(StatePath),
        LockTimeout = LockTimeout,
    };
}
