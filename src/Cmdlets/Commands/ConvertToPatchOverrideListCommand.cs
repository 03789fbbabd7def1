using System.Management.Automation;
using PatchBaselineAssociation.Installation;
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
    private const int LongestShownText = 60;

    private readonly List<(string Id, string? Title)> _patches = [];
    private readonly HashSet<(string Id, string? Title)> _seen = [];
    private bool _isAnyUnderstood;
    private bool _isAnyRefused;

    /// <summary>Results of scans and installs, or their patches; those of a job or a remote session, too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Which patches go into the list. Default: of a scan what is missing, of an install what it put on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PatchState[]? State { get; set; }

    /// <summary>Write names without versions: any version will do.</summary>
    [Parameter]
    public SwitchParameter AnyVersion { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null && Take(InputObject))
        {
            _isAnyUnderstood = true;
            return;
        }

        _isAnyRefused = true;
        WriteError(ToErrorRecord(new PatchException(
            ErrorIds.InputNotUnderstood,
            ErrorKind.InvalidArgument,
            $"{Describe(InputObject)} is neither a result of this module nor a patch or plan of one.",
            InputObject?.BaseObject,
            "Give what Invoke-PatchScan, Install-PatchBaseline or Get-PatchState give.")));
    }

    protected override void EndProcessing()
    {
        // An empty list would say that nothing is to be installed, which nobody said.
        if (_isAnyRefused && !_isAnyUnderstood)
            return;
        try
        {
            WriteObject(OverrideListWriter.Write(_patches));
        }
        catch (PatchException exception)
        {
            ThrowTerminatingError(ToErrorRecord(exception));
        }
    }

    private static string Describe(PSObject? input)
    {
        if (input is null)
            return "Nothing";
        string text = new([.. $"{input}".Where(c => !char.IsControl(c)).Take(LongestShownText)]);
        return $"'{text}' ({input.BaseObject.GetType().Name})";
    }

    /// <returns>False where it is neither a result, a plan nor a patch.</returns>
    private bool Take(PSObject input)
    {
        if (Items(input, nameof(PatchPlan.Items)) is { } items && input.Properties[nameof(PatchPlan.Kernels)] is not null)
        {
            foreach (PSObject item in items.Where(item => Value(item, nameof(PatchPlanItem.Action), out PatchPlanAction action) && action is PatchPlanAction.Upgrade or PatchPlanAction.Install or PatchPlanAction.Reinstall))
                Add(Text(item, nameof(PatchPlanItem.Id)), Text(item, nameof(PatchPlanItem.Version)));
            return true;
        }

        if (Items(input, nameof(PatchOperationResult.Patches)) is { } patches)
        {
            if (State is null && Value(input, nameof(PatchOperationResult.Operation), out PatchOperation operation) && operation == PatchOperation.Install)
                AddChanges(Items(input, nameof(PatchOperationResult.Changes)) ?? []);
            else
                AddAll(patches);
            return true;
        }

        if (Text(input, nameof(PatchRecord.Id)).Length == 0 || !Value(input, nameof(PatchRecord.State), out PatchState _))
            return false;

        // A patch that was picked by hand is meant, whatever its state.
        if (State is null || IsWanted(input))
            AddPatch(input);
        return true;
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

    private bool IsWanted(PSObject patch) =>
        Value(patch, nameof(PatchRecord.State), out PatchState state)
        && (State is null ? state is PatchState.Missing or PatchState.Failed : State.Contains(state));

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

    /// <summary>A job gives names, and ConvertTo-Json numbers.</summary>
    private static bool Value<T>(PSObject item, string property, out T value)
        where T : struct, Enum => Enum.TryParse(Text(item, property), ignoreCase: true, out value);

    private static IEnumerable<PSObject>? Items(PSObject item, string property) =>
        item.Properties[property]?.Value is { } value ? LanguagePrimitives.GetEnumerable(value)?.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject) : null;
}
