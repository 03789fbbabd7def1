using System.Diagnostics;
using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>What all commands that compare a node with a baseline are given.</summary>
public abstract class BaselineCommand : CloudCommand
{
    protected const string SearchSet = "Search";
    private const string BaselineSet = "Baseline";
    private const string PathSet = "Path";
    private const string IdSet = "Id";
    private const string OverrideSet = "Override";

    // What is for this process alone, and what the task is given in another way.
    private static readonly string[] s_notPassedOn =
    [
        "UseScheduledTask", nameof(Baseline), "WhatIf", "Confirm", "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction",
        "ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable",
    ];

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

    /// <summary>Runs this command once more, in a scheduled task of the system account, and gives what it gave.</summary>
    /// <param name="mayBeStopped">Whether Ctrl+C may end it in the middle.</param>
    /// <param name="more">Parameters that this command was not given.</param>
    protected void RunAsSystem(bool mayBeStopped, params KeyValuePair<string, object?>[] more)
    {
        SystemTaskRequest request = Check(() => DescribeTask(mayBeStopped, more));
        string text = RunWorker((IEventSink events, CancellationToken token) => SystemTask.OfThisMachine(events).RunAsync(request, token));
        SystemAccountAnswer answer = Check(() => SystemAccountRun.Read(text));
        foreach (string warning in answer.Warnings)
            WriteWarning(warning);
        foreach (object result in answer.Results)
            WriteObject(result);
        foreach (PatchException error in answer.Errors)
            WriteError(ToErrorRecord(error));
        if (answer.Failure is { } failure)
            ThrowTerminatingError(ToErrorRecord(failure));
    }

    private SystemTaskRequest DescribeTask(bool mayBeStopped, KeyValuePair<string, object?>[] more)
    {
        if (System.IO.Path.DirectorySeparatorChar != '\\')
            throw Contradiction("-UseScheduledTask is for Windows alone.", "Leave -UseScheduledTask out.");
        if (Baseline is not null)
            throw Contradiction("-UseScheduledTask runs the command in another process, which cannot be given a baseline as an object.", "Give the baseline with -Path, -BaselineId, -BaselineTags or -BaselineOverride.");
        Dictionary<string, object?> parameters = MyInvocation.BoundParameters
            .Where(parameter => !s_notPassedOn.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(parameter => parameter.Key, parameter => (object?)parameter.Value, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string? path) in new[] { (nameof(Path), ResolvePath(Path)), (nameof(StatePath), ResolvePath(StatePath)), (nameof(BaselineOverride), ResolveOverride(BaselineOverride)) })
        {
            if (path is not null)
                parameters[name] = path;
        }

        foreach (KeyValuePair<string, object?> parameter in more)
            parameters[parameter.Key] = parameter.Value;
        using Process process = Process.GetCurrentProcess();
        (string program, string arguments) = SystemAccountRun.FindShell(
            SessionState.PSVariable.GetValue("PSHOME") as string ?? "", process.MainModule?.FileName ?? "", File.Exists);
        return new SystemTaskRequest
        {
            Program = program,
            Arguments = arguments,
            Script = SystemAccountRun.Script,
            Parameters = SystemAccountRun.Describe(System.IO.Path.Combine(ModuleFolder, "PatchBaselineAssociation.psd1"), MyInvocation.MyCommand.Name, parameters),
            Limit = TimeSpan.FromHours(2),
            MayBeStopped = mayBeStopped,
        };
    }

    private static PatchException Contradiction(string message, string advice) =>
        new(ErrorIds.ParametersContradict, ErrorKind.InvalidArgument, message + " Nothing was done.", "UseScheduledTask", advice);
}
