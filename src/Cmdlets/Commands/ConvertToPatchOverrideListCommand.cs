using System.Management.Automation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Writes results, or single patches, as an install override list, so that other nodes get the same.</summary>
[Cmdlet(VerbsData.ConvertTo, "PatchOverrideList")]
[OutputType(typeof(string))]
public sealed class ConvertToPatchOverrideListCommand : EngineCommand
{
    private readonly List<(string Id, string? Title)> _patches = [];
    private readonly HashSet<(string Id, string? Title)> _seen = [];

    /// <summary>Results of scans and installs, or their patches; those of a job or a remote session, too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Which patches go into the list. Default: of a scan what is missing, of an install what it put on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PatchState[]? State { get; set; }

    /// <summary>Write names without versions: any version will do.</summary>
    [Parameter]
    public SwitchParameter AnyVersion { get; set; }

    protected override void ProcessRecord()
    {
        if (Items(InputObject, nameof(PatchOperationResult.Patches)) is { } patches)
        {
            bool isInstall = string.Equals(Text(InputObject, nameof(PatchOperationResult.Operation)), nameof(PatchOperation.Install), StringComparison.Ordinal);
            if (isInstall && State is null)
                AddChanges(Items(InputObject, nameof(PatchOperationResult.Changes)) ?? []);
            else
                AddAll(patches);
        }
        else if (Text(InputObject, nameof(PatchRecord.Id)).Length > 0 && Text(InputObject, nameof(PatchRecord.State)).Length > 0)
        {
            // A patch that was picked by hand is meant, whatever its state.
            if (State is null || IsWanted(InputObject))
                AddPatch(InputObject);
        }
        else
        {
            WriteError(ToErrorRecord(new PatchException(
                ErrorIds.InputNotUnderstood,
                ErrorKind.InvalidArgument,
                $"'{InputObject}' is neither a result of this module nor a patch of one.",
                InputObject.BaseObject,
                "Give what Invoke-PatchScan, Install-PatchBaseline or Get-PatchState give.")));
        }
    }

    protected override void EndProcessing()
    {
        try
        {
            WriteObject(OverrideListWriter.Write(_patches));
        }
        catch (PatchException exception)
        {
            ThrowTerminatingError(ToErrorRecord(exception));
        }
    }

    private void AddAll(IEnumerable<PSObject> patches)
    {
        foreach (PSObject patch in patches.Where(IsWanted))
            AddPatch(patch);
    }

    private void AddChanges(IEnumerable<PSObject> changes)
    {
        foreach (PSObject change in changes)
        {
            if (Text(change, nameof(PackageChange.ToVersion)) is { Length: > 0 } version)
                Add(Text(change, nameof(PackageChange.Id)), version);
        }
    }

    private bool IsWanted(PSObject patch)
    {
        string state = Text(patch, nameof(PatchRecord.State));
        return State is null
            ? state is nameof(PatchState.Missing) or nameof(PatchState.Failed)
            : State.Any(wanted => string.Equals(wanted.ToString(), state, StringComparison.Ordinal));
    }

    private void AddPatch(PSObject patch)
    {
        string available = Text(patch, nameof(PatchRecord.AvailableVersion));
        Add(Text(patch, nameof(PatchRecord.Id)), available.Length > 0 ? available : Text(patch, nameof(PatchRecord.InstalledVersion)));
    }

    private void Add(string id, string version)
    {
        var entry = (id, AnyVersion || version.Length == 0 ? null : version);
        if (_seen.Add(entry))
            _patches.Add(entry);
    }

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? "";

    private static IEnumerable<PSObject>? Items(PSObject item, string property) =>
        item.Properties[property]?.Value is { } value ? LanguagePrimitives.GetEnumerable(value)?.Cast<object>().Select(PSObject.AsPSObject) : null;
}
