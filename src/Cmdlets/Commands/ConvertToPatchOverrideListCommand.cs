using System.Management.Automation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Writes results, plans, or single patches, as an install override list, so that other nodes get the same.</summary>
[Cmdlet(VerbsData.ConvertTo, "PatchOverrideList", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ConvertToPatchOverrideListCommand : EngineCommand
{
    private const string WriteAction = "Write install override list";

    private readonly List<(string Id, string? Title)> _patches = [];
    private readonly HashSet<(string Id, string? Title)> _seen = [];
    private string? _file;
    private bool _isAnyUnderstood;
    private bool _isAnyRefused;

    /// <summary>Results of scans and installs, plans, or the patches of one; those of a job or a remote session, too.</summary>
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

    /// <summary>The file to write the list into instead of giving its text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing()
    {
        _file = ResolvePath(OutFile);
        if (_file is { } file)
            RunEngine(engine => { engine.RefuseOverrideListTarget(file, Force); return true; });
    }

    protected override void ProcessRecord()
    {
        // A null is refused here, not by an attribute: PowerShell would not tell that it had refused one.
        if (InputObject is { } item && Take(item))
        {
            _isAnyUnderstood = true;
            return;
        }

        _isAnyRefused = true;
        WriteError(ToErrorRecord(new PatchException(
            ErrorIds.InputNotUnderstood,
            ErrorKind.InvalidArgument,
            State is not null && InputObject is { } plan && IsPlan(plan)
                ? "A plan cannot be narrowed down by -State: its items have none."
                : $"{ObjectReading.Describe(InputObject)} is neither a result or plan of this module nor a patch of one.",
            InputObject?.BaseObject,
            "Give what Invoke-PatchScan, Install-PatchBaseline (also with -WhatIf) or Get-PatchState give.")));
    }

    protected override void EndProcessing()
    {
        // An empty list would say that nothing is to be installed, which nobody said.
        if (_isAnyRefused && !_isAnyUnderstood)
            return;

        string list;
        try
        {
            list = OverrideListWriter.Write(_patches);
        }
        catch (PatchException exception)
        {
            ThrowTerminatingError(ToErrorRecord(exception));
            throw;
        }

        if (_file is not { } file)
            WriteObject(list);
        else if (ShouldProcess(file, WriteAction))
            RunEngine(engine => { engine.WriteOverrideList(file, list, Force); return true; });
    }

    /// <returns>False where it is neither a result, nor a plan, nor a patch.</returns>
    private bool Take(PSObject item)
    {
        if (ObjectReading.Items(item, nameof(PatchOperationResult.Patches)) is { } patches)
        {
            if (State is null && ObjectReading.Value(item, nameof(PatchOperationResult.Operation), out PatchOperation operation) && operation == PatchOperation.Install)
                AddChanges(ObjectReading.Items(item, nameof(PatchOperationResult.Changes)) ?? []);
            else
                AddAll(patches);
            return true;
        }

        return TakePlan(item) || TakePatch(item);
    }

    private bool TakePatch(PSObject item)
    {
        if (ObjectReading.Text(item, nameof(PatchRecord.Id)).Length == 0 || !ObjectReading.Value(item, nameof(PatchRecord.State), out PatchState _))
            return false;

        // A patch that was picked by hand is meant, whatever its state.
        if (State is null || IsWanted(item))
            AddPatch(item);
        return true;
    }

    /// <summary>Of a plan what it would put on; an item that was picked by hand is meant, unless it would be taken away.</summary>
    private bool TakePlan(PSObject item)
    {
        if (State is not null)
            return false;
        if (IsPlan(item))
        {
            foreach (PSObject planned in ObjectReading.Items(item, nameof(PatchPlan.Items))!.Where(IsPutOn))
                Add(ObjectReading.Text(planned, nameof(PatchPlanItem.Id)), ObjectReading.Text(planned, nameof(PatchPlanItem.Version)));
            return true;
        }

        if (!ObjectReading.Value(item, nameof(PatchPlanItem.Action), out PatchPlanAction action) || action == PatchPlanAction.Remove || ObjectReading.Text(item, nameof(PatchPlanItem.Id)).Length == 0)
            return false;
        Add(ObjectReading.Text(item, nameof(PatchPlanItem.Id)), ObjectReading.Text(item, nameof(PatchPlanItem.Version)));
        return true;
    }

    private static bool IsPlan(PSObject item) =>
        item.Properties[nameof(PatchPlan.UpgradeCount)] is not null && ObjectReading.Items(item, nameof(PatchPlan.Items)) is not null;

    private static bool IsPutOn(PSObject item) =>
        ObjectReading.Value(item, nameof(PatchPlanItem.Action), out PatchPlanAction action) && action is PatchPlanAction.Upgrade or PatchPlanAction.Install or PatchPlanAction.Reinstall;

    private void AddAll(IEnumerable<PSObject> patches)
    {
        foreach (PSObject patch in patches.Where(IsWanted))
            AddPatch(patch);
    }

    private void AddChanges(IEnumerable<PSObject> changes)
    {
        foreach (PSObject change in changes)
        {
            if (ObjectReading.Text(change, nameof(PackageChange.ToVersion)) is { Length: > 0 } version)
                Add(ObjectReading.Text(change, nameof(PackageChange.Id)), version);
        }
    }

    private bool IsWanted(PSObject patch) =>
        ObjectReading.Value(patch, nameof(PatchRecord.State), out PatchState state)
        && (State is null ? state is PatchState.Missing or PatchState.Failed : State.Contains(state));

    private void AddPatch(PSObject patch)
    {
        string available = ObjectReading.Text(patch, nameof(PatchRecord.AvailableVersion));
        Add(ObjectReading.Text(patch, nameof(PatchRecord.Id)), available.Length > 0 ? available : ObjectReading.Text(patch, nameof(PatchRecord.InstalledVersion)));
    }

    private void Add(string id, string version)
    {
        var entry = (id, AnyVersion || version.Length == 0 ? null : version);
        if (_seen.Add(entry))
            _patches.Add(entry);
    }
}
