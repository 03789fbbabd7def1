using System.Management.Automation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Gives the patches of the last operation, or earlier operations, out of the state files alone.</summary>
[Cmdlet(VerbsCommon.Get, "PatchState", DefaultParameterSetName = PatchesSet)]
[OutputType(typeof(PatchRecord), ParameterSetName = [PatchesSet])]
[OutputType(typeof(PatchOperationResult), ParameterSetName = [HistorySet])]
public sealed class GetPatchStateCommand : EngineCommand
{
    private const string PatchesSet = "Patches";
    private const string HistorySet = "History";

    /// <summary>Ids (name.architecture) or names; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PatchesSet, Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PatchIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only patches in one of these states.</summary>
    [Parameter(ParameterSetName = PatchesSet)]
    [ValidateNotNullOrEmpty]
    public PatchState[]? State { get; set; }

    /// <summary>Earlier operations instead of patches, the newest first.</summary>
    [Parameter(ParameterSetName = HistorySet, Mandatory = true)]
    public SwitchParameter History { get; set; }

    /// <summary>Folder of the state files; default is the documented one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Folder of a mounted system whose state is read instead of the running one's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    protected override void ProcessRecord()
    {
        string? statePath = ResolvePath(StatePath);
        string root = ResolveRoot(Root);
        if (History)
            WriteRuns(ReadState(engine => engine.GetHistory(statePath, root)));
        else
            WritePatches(ReadState(engine => engine.GetState(statePath, root)));
    }

    /// <summary>Named so that a list of runs is shown as one line each.</summary>
    private void WriteRuns(IReadOnlyList<PatchOperationResult> runs)
    {
        foreach (PatchOperationResult run in runs)
        {
            var shown = new PSObject(run);
            shown.TypeNames.Insert(0, typeof(PatchOperationResult).FullName + "#History");
            WriteObject(shown);
        }
    }

    // A node that was never scanned is nothing broken: the error lets a script go on, as that of Get-Item does.
    private IReadOnlyList<T> ReadState<T>(Func<PatchEngine, IReadOnlyList<T>> read)
    {
        (IReadOnlyList<T> found, PatchException? missing) = RunEngine<(IReadOnlyList<T>, PatchException?)>(engine =>
        {
            try
            {
                return (read(engine), null);
            }
            catch (PatchException exception) when (string.Equals(exception.ErrorId, ErrorIds.StateNotFound, StringComparison.Ordinal))
            {
                return ([], exception);
            }
        });

        if (missing is not null)
        {
            WriteError(ToErrorRecord(missing));
            Id = null;
        }

        return found;
    }

    private void WritePatches(IReadOnlyList<PatchRecord> patches)
    {
        if (Id is null)
        {
            Write(patches);
            return;
        }

        var patterns = Id.Select(Pattern).ToList();
        Write(patches.Where(patch => patterns.Exists(pattern => IsMatch(pattern, patch))));

        foreach ((string id, WildcardPattern pattern) in Id.Zip(patterns, (id, pattern) => (id, pattern)))
        {
            if (!WildcardPattern.ContainsWildcardCharacters(id) && !patches.Any(patch => IsMatch(pattern, patch)))
                WriteError(ToErrorRecord(new PatchException(ErrorIds.PatchNotFound, ErrorKind.ObjectNotFound, $"The last operation has no patch '{id}'.", id)));
        }
    }

    /// <summary>An id may be a pattern; text that is no valid one stands for itself.</summary>
    private static WildcardPattern Pattern(string id)
    {
        try
        {
            var pattern = WildcardPattern.Get(id, WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return WildcardPattern.Get(WildcardPattern.Escape(id), WildcardOptions.IgnoreCase);
        }
    }

    private static bool IsMatch(WildcardPattern pattern, PatchRecord patch) => pattern.IsMatch(patch.Id) || pattern.IsMatch(patch.Name);

    private void Write(IEnumerable<PatchRecord> patches) =>
        WriteObject(patches.Where(patch => State is null || State.Contains(patch.State)), enumerateCollection: true);
}
