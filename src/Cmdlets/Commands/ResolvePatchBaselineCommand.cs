using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Finds the baseline that applies, and says where it came from and why.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "PatchBaseline", DefaultParameterSetName = PredefinedSet)]
[OutputType(typeof(PatchBaseline))]
public sealed class ResolvePatchBaselineCommand : EngineCommand
{
    private const string PredefinedSet = "Predefined";
    private const string PathSet = "Path";
    private const string IdSet = "Id";

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

    /// <summary>Never call AWS.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Folder of a mounted system to read instead of the running one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    protected override void ProcessRecord()
    {
        var request = new BaselineRequest { Path = ResolvePath(Path), BaselineId = BaselineId, OperatingSystem = OperatingSystem };
        string root = ResolveRoot(Root);
        WriteObject(RunEngine(engine => engine.ResolveBaseline(request, root)));
    }
}
