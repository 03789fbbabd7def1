using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>What all commands are given that may call AWS.</summary>
public abstract class CloudCommand : EngineCommand
{
    /// <summary>Never call AWS.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>The AWS region; of a bucket its own is found out.</summary>
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

    /// <param name="isAsked">Whether something else than the parameters here asks for Systems Manager.</param>
    protected ServiceUse ServiceUse(bool isAsked)
    {
        if (Offline && Cloud.IsAsked)
            Contradict("-Offline says that AWS is not to be called, and -Region, -ProfileName and -EndpointUrl say how it is.", nameof(Offline), "Leave out -Offline or the others.");
        return Offline ? Baselines.ServiceUse.Never
        : isAsked || Cloud.IsAsked ? Baselines.ServiceUse.Always
        : Baselines.ServiceUse.WhereNeeded;
    }

    /// <summary>Reads tags; null where none are asked for. Ends the command where they are wrong.</summary>
    protected BaselineTags? ReadTags(string? text) => text is null ? null : Check(() => BaselineTags.Parse(text));

    /// <summary>An override list's path relative to PowerShell's location; an address stays as it is. Ends the command where the text names no list.</summary>
    protected string? ResolveList(string? source) => Resolve(source, "install override list", ErrorIds.OverrideListAddressInvalid, OverrideListLoader.ParseSource);

    /// <summary>The same for a baseline override.</summary>
    protected string? ResolveOverride(string? source) => Resolve(source, "baseline override", ErrorIds.BaselineOverrideAddressInvalid, BaselineOverrideLoader.ParseSource);

    /// <summary>Ends the command where it was told to be strict about tags that it was not given.</summary>
    protected bool CheckStrict(bool isStrict, string? tags)
    {
        if (isStrict && string.IsNullOrEmpty(tags))
            Contradict("-Strict is about -BaselineTags, and no tags were given.", "Strict", "Give -BaselineTags, or leave -Strict out.");
        return isStrict;
    }

    private void Contradict(string message, string parameter, string advice) => Check<object?>(() => throw new PatchException(
        ErrorIds.ParametersContradict, ErrorKind.InvalidArgument, message + " Nothing was done.", parameter, advice));

    private string? Resolve(string? source, string noun, string errorId, Func<string, DocumentSource> parse)
    {
        if (source is null)
            return null;
        DocumentSource parsed = Check(() => parse(source));
        if (Offline && parsed.Kind == DocumentSourceKind.S3)
        {
            ThrowTerminatingError(ToErrorRecord(new PatchException(
                errorId,
                ErrorKind.InvalidArgument,
                $"The {noun} '{parsed.DisplayName}' is in S3, and -Offline says that AWS is not to be called. Nothing was done.",
                parsed.DisplayName,
                "Leave -Offline out, or give a local copy of it.")));
        }

        return parsed.Kind == DocumentSourceKind.LocalFile ? ResolvePath(source) : source;
    }
}
