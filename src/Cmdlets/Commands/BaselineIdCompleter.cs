using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Commands;

/// <summary>Offers the predefined baselines: by id, or by name where one was begun.</summary>
public sealed class BaselineIdCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        PatchOperatingSystem? operatingSystem = fakeBoundParameters["OperatingSystem"]?.ToString() is { } given ? OperatingSystemAttribute.Find(given) : null;
        string word = CompletionText.Begun(wordToComplete);
        foreach ((string id, string name) in PatchEngine.PredefinedBaselineIds(operatingSystem))
        {
            if (id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                yield return new CompletionResult(id, id, CompletionResultType.ParameterValue, name);
            else if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, id);
        }
    }
}
