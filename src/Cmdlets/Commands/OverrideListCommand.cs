using System.Management.Automation;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>What all commands are given that read an install override list, which may be in S3.</summary>
public abstract class OverrideListCommand : BaselineCommand
{
    /// <summary>The AWS region to begin with; the bucket's own is found out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>A profile of the shared AWS configuration files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>An endpoint for AWS calls instead of the public one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    protected override CloudOptions Cloud => new() { Region = Region, ProfileName = ProfileName, EndpointUrl = EndpointUrl };

    /// <summary>An override list's path relative to PowerShell's location; an address stays as it is. Ends the command where the text names no list.</summary>
    protected string? ResolveList(string? source)
    {
        if (source is null)
            return null;
        try
        {
            OverrideListSource parsed = OverrideListSource.Parse(source);
            if (Offline && parsed.Kind == OverrideListSourceKind.S3)
            {
                throw new PatchException(
                    ErrorIds.OverrideListAddressInvalid,
                    ErrorKind.InvalidArgument,
                    $"The install override list '{parsed.DisplayName}' is in S3, and -Offline says that AWS is not to be called. Nothing was done.",
                    parsed.DisplayName,
                    "Leave -Offline out, or give a local copy of the list.");
            }

            return parsed.Kind == OverrideListSourceKind.LocalFile ? ResolvePath(source) : source;
        }
        catch (PatchException exception)
        {
            ThrowTerminatingError(ToErrorRecord(exception));
            throw;
        }
    }
}
