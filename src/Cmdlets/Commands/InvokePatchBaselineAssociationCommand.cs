using System.Management.Automation;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Does what the Systems Manager document AWS-RunPatchBaselineAssociation does, with its parameters, and sets the exit code.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PatchBaselineAssociation", SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
[OutputType(typeof(PatchPlan))]
public sealed class InvokePatchBaselineAssociationCommand : EngineCommand
{
    private const string HostTag = "PSHOST";

    private static readonly Regex s_list = new(@"^(https://.+|s3://[^/]+/(.*?[^/]+))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private int _exitCode = ExitCodes.Failure;

    /// <summary>Whether to look only, or to install as well.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public PatchOperation Operation { get; set; }

    /// <summary>The tag that the baseline has, as Key=…,Values=….</summary>
    [Parameter]
    [AllowEmptyString]
    public string BaselineTags { get; set; } = "";

    /// <summary>Id of the State Manager association that the result is for.</summary>
    [Parameter(Mandatory = true)]
    [AllowEmptyString]
    public string AssociationId { get; set; } = "";

    /// <summary>An https or s3 address of a list that says what to install instead of the baseline.</summary>
    [Parameter]
    [AllowEmptyString]
    public string InstallOverrideList { get; set; } = "";

    /// <summary>Whether the node is restarted when that is due.</summary>
    [Parameter]
    public RebootOption RebootOption { get; set; } = RebootOption.RebootIfNeeded;

    protected override void ProcessRecord()
    {
        try
        {
            Run(Check(CreateRequest));
        }
        finally
        {
            // Whoever stopped the command needs no exit code of it.
            if (!Stopping)
                SetExitCode(_exitCode);
        }
    }

    protected override void OnFailure(Exception failure) => _exitCode = (failure as PatchException)?.ExitCode ?? ExitCodes.Failure;

    private ScanRequest CreateRequest()
    {
        AssociationIds.Check(AssociationId);
        BaselineTags? tags = Baselines.BaselineTags.Parse(BaselineTags);
        if (InstallOverrideList.Length > 0 && !s_list.IsMatch(InstallOverrideList))
        {
            throw new PatchException(
                ErrorIds.AssociationParameterInvalid,
                ErrorKind.InvalidArgument,
                $"{nameof(InstallOverrideList)} is '{DocumentSource.HideSecrets(InstallOverrideList)}'; legal is an address that begins with https:// or s3://bucket/. Nothing was done.",
                nameof(InstallOverrideList),
                "Correct the parameter.");
        }

        return new ScanRequest
        {
            AssociationId = AssociationId,
            BaselineRequest = new BaselineRequest { Tags = tags, Service = ServiceUse.Always },
        };
    }

    private void Run(ScanRequest scan)
    {
        if (Operation == PatchOperation.Scan)
        {
            if (ShouldProcess(Environment.MachineName, nameof(PatchOperation.Scan)))
                Finish(RunEngine((engine, token) => engine.ScanAsync(scan, token)));
            else
                _exitCode = ExitCodes.Success;
            return;
        }

        var install = new InstallRequest
        {
            Scan = scan,
            InstallOverrideList = InstallOverrideList.Length == 0 ? null : InstallOverrideList,
            RebootOption = RebootOption,
        };
        if (!IsWhatIf)
        {
            Finish(RunInstall(install));
            return;
        }

        PatchPlan plan = RunEngine((engine, token) => engine.PlanAsync(install, token));
        _exitCode = ExitCodes.Success;
        WritePlan(plan);
    }

    private void Finish(PatchOperationResult? result)
    {
        _exitCode = result?.ExitCode ?? ExitCodes.Success;
        foreach (string line in result is null ? [] : SummaryText.Of(result))
            WriteInformation(new HostInformationMessage { Message = line }, [HostTag]);
        WriteResult(result);
    }
}
