using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Finds the baseline that applies, and says where it came from and why.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "PatchBaseline", DefaultParameterSetName = SearchSet)]
[OutputType(typeof(PatchBaseline))]
public sealed class ResolvePatchBaselineCommand : CloudCommand
{
    private const string SearchSet = "Search";
    private const string PathSet = "Path";
    private const string IdSet = "Id";
    private const string OverrideSet = "Override";

    /// <summary>A file in any of the three shapes that a baseline has.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Id or ARN of a baseline.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BaselineIdCompleter))]
    public string? BaselineId { get; set; }

    /// <summary>The system to find a baseline for; default is the node's own.</summary>
    [Parameter]
    [OperatingSystem]
    public PatchOperatingSystem? OperatingSystem { get; set; }

    /// <summary>An array of baselines: a file, an https address, or an object in S3.</summary>
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

    /// <summary>Folder of a mounted system to read instead of the running one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    protected override void ProcessRecord()
    {
        var request = new BaselineRequest
        {
            Path = ResolvePath(Path),
            BaselineId = BaselineId,
            OperatingSystem = OperatingSystem,
            Override = ResolveOverride(BaselineOverride),
            Tags = ReadTags(BaselineTags),
            Service = ServiceUse(isAsked: false),
            Strict = CheckStrict(Strict, BaselineTags),
        };
        string root = ResolveRoot(Root);
        WriteObject(RunEngine((engine, token) => engine.ResolveBaselineAsync(request, root, token)));
    }
}
