using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Offers the patches that the last operation kept.</summary>
public sealed class PatchIdCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionText.Begun(wordToComplete);
        return Patches(FullPath(fakeBoundParameters["StatePath"]), FullPath(fakeBoundParameters["Root"]) ?? EngineCommand.RunningSystem)
            .Where(patch => patch.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .OrderBy(patch => patch.Id, StringComparer.Ordinal)
            .Select(patch => new CompletionResult(CompletionText.Quoted(patch.Id), patch.Id, CompletionResultType.ParameterValue, $"{patch.State} {patch.Title}"));
    }

    private static IReadOnlyList<PatchRecord> Patches(string? statePath, string root)
    {
        try
        {
            return PatchEngine.Create(EngineCommand.ModuleFolder, NullEventSink.Instance, () => throw new InvalidOperationException("What is completed comes from the state files alone.")).GetState(statePath, root);
        }
        catch (PatchException)
        {
            // Where there is no state there is nothing to offer; the command itself says why.
            return [];
        }
    }

    /// <summary>Null also for a path that is relative to a location that is not known here: the folder it is taken for would be another one.</summary>
    private static string? FullPath(object? given) => given is string path && Path.IsPathRooted(path) ? path : null;
}
