using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Completes the names that Systems Manager gives to operating systems.</summary>
public sealed class OperatingSystemCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get((wordToComplete ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return OperatingSystems.All
            .Select(system => system.ToWireName())
            .Where(pattern.IsMatch)
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => new CompletionResult(name, name, CompletionResultType.ParameterValue, name));
    }
}
