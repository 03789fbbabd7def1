using System.Management.Automation;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Does what the Systems Manager document AWS-RunPatchBaselineAssociation does, with its parameters, and sets the exit code.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PatchBaselineAssociation", SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
[OutputType(typeof(PatchPlan))]
public sealed class InvokePatchBaselineAssociationCommand : EngineCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    // The document's own, but to the end of the text, for what stands behind a tag must not be overlooked; and neither a key nor a value is blank.
    private static readonly Regex s_tags = new(
        @"^Key=(?!\s*,)[\w\s_.:/=+\-@]{1,128},Values=(?!\s*(,|\z))[\w\s_.:/=+\-@]{1,256}(,(?!\s*(,|\z))[\w\s_.:/=+\-@]{1,256}){0,19}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_association = new(
        @"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_list = new(@"^(https://.+|s3://[^/]+/(.*?[^/]+))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

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
            RefuseWhatIsWrong();
            Run();
        }
        finally
        {
            // Whoever stopped the command needs no exit code of it.
            if (!Stopping)
                SetExitCode(_exitCode);
        }
    }

    protected override void OnFailure(Exception failure) => _exitCode = (failure as PatchException)?.ExitCode ?? ExitCodes.Failure;

    private void RefuseWhatIsWrong()
    {
        Refuse(!s_association.IsMatch(AssociationId), nameof(AssociationId), AssociationId, "the id of an association, which is a GUID");
        Refuse(BaselineTags.Length > 0 && !s_tags.IsMatch(BaselineTags), nameof(BaselineTags), BaselineTags, "Key=tag-key,Values=tag-value, with at most 20 values that are separated by commas");
        Refuse(InstallOverrideList.Length > 0 && !s_list.IsMatch(InstallOverrideList), nameof(InstallOverrideList), OverrideListSource.HideSecrets(InstallOverrideList), "an address that begins with https:// or s3://bucket/");
        if (BaselineTags.Length == 0)
            return;
        ThrowTerminatingError(ToErrorRecord(new PatchException(
            ErrorIds.SystemsManagerNotSupportedYet,
            ErrorKind.NotImplemented,
            "This version of the module cannot look up a baseline by its tags: the connection to Systems Manager is still to come. Nothing was done.",
            BaselineTags,
            "Leave BaselineTags out to use the predefined baseline, or use Install-PatchBaseline -Path with a file.")));
    }

    private void Run()
    {
        if (!IsWhatIf)
            WriteWarning($"[{ErrorIds.AssociationNotReported}] This version of the module does not report to Systems Manager yet: the result is kept in the state files alone.");

        var scan = new ScanRequest { AssociationId = AssociationId };
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
        WriteResult(result);
    }

    private void Refuse(bool isWrong, string parameter, string value, string legal)
    {
        if (!isWrong)
            return;
        ThrowTerminatingError(ToErrorRecord(new PatchException(
            ErrorIds.AssociationParameterInvalid,
            ErrorKind.InvalidArgument,
            $"{parameter} is '{SecretRedactor.Redact(value)}'; legal is {legal}. Nothing was done.",
            parameter,
            "Correct the parameter.")));
    }
}
