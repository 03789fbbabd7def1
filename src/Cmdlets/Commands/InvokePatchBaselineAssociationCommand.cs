using System.Management.Automation;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Commands;

/// <summary>Does what the Systems Manager document AWS-RunPatchBaselineAssociation does, with its parameters, and sets the exit code.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PatchBaselineAssociation", SupportsShouldProcess = true)]
[OutputType(typeof(PatchOperationResult))]
public sealed class InvokePatchBaselineAssociationCommand : EngineCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    // The document's own, but to the end of the text: what stands behind a tag must not be overlooked.
    private static readonly Regex s_tags = new(
        @"^Key=[\w\s_.:/=+\-@]{1,128},Values=[\w\s_.:/=+\-@]{1,256}(,[\w\s_.:/=+\-@]{1,256}){0,19}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_association = new(
        @"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_list = new(@"^(https://.+|s3://[^/]+/(.*?[^/]+))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

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
        Refuse(!s_association.IsMatch(AssociationId), nameof(AssociationId), AssociationId, "the id of an association, which is a GUID");
        Refuse(BaselineTags.Length > 0 && !s_tags.IsMatch(BaselineTags), nameof(BaselineTags), BaselineTags, "Key=tag-key,Values=tag-value, with at most 20 values that are separated by commas");
        Refuse(InstallOverrideList.Length > 0 && !s_list.IsMatch(InstallOverrideList), nameof(InstallOverrideList), InstallOverrideList, "an address that begins with https:// or s3://bucket/");
        if (BaselineTags.Length > 0)
        {
            End(new PatchException(
                ErrorIds.SystemsManagerNotSupportedYet,
                ErrorKind.NotImplemented,
                "This version of the module cannot look up a baseline by its tags: the connection to Systems Manager is still to come. Nothing was done.",
                BaselineTags,
                "Leave BaselineTags out to use the predefined baseline, or use Install-PatchBaseline -Path with a file."));
        }

        WriteWarning($"[{ErrorIds.AssociationNotReported}] This version of the module does not report to Systems Manager yet: the result is kept in the state files alone.");
        var scan = new ScanRequest { AssociationId = AssociationId };
        PatchOperationResult? result;
        try
        {
            result = Operation == PatchOperation.Scan
                ? RunEngine((engine, token) => engine.ScanAsync(scan, token))
                : RunInstall(new InstallRequest
                {
                    Scan = scan,
                    InstallOverrideList = InstallOverrideList.Length == 0 ? null : InstallOverrideList,
                    RebootOption = RebootOption,
                });
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            SetExitCode(LastFailure?.ExitCode ?? ExitCodes.Failure);
            throw;
        }

        WriteResult(result);
        if (result is not null)
            SetExitCode(result.ExitCode);
    }

    private void Refuse(bool isWrong, string parameter, string value, string legal)
    {
        if (!isWrong)
            return;
        End(new PatchException(
            ErrorIds.AssociationParameterInvalid,
            ErrorKind.InvalidArgument,
            $"{parameter} is '{SecretRedactor.Redact(value)}'; legal is {legal}. Nothing was done.",
            parameter,
            "Correct the parameter."));
    }

    private void End(PatchException failure)
    {
        SetExitCode(failure.ExitCode);
        ThrowTerminatingError(ToErrorRecord(failure));
    }
}
