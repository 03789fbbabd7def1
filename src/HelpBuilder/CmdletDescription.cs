using System.Management.Automation;
using System.Reflection;

namespace PatchBaselineAssociation.HelpBuilder;

/// <summary>What a cmdlet's class says about it.</summary>
internal sealed record CmdletDescription(string Verb, string Noun, IReadOnlyList<string> Sets, IReadOnlyList<ParameterDescription> Parameters)
{
    public string Name => $"{Verb}-{Noun}";

    public static CmdletDescription Of(Type type, CmdletAttribute cmdlet)
    {
        ParameterDescription[] parameters = [.. type.GetProperties().SelectMany(Describe)];
        string[] sets = [.. parameters
            .Where(parameter => !parameter.IsInAllSets)
            .Select(parameter => parameter.Set)
            .Order(StringComparer.Ordinal)
            .Prepend(cmdlet.DefaultParameterSetName)
            .Distinct(StringComparer.Ordinal)];
        return new CmdletDescription(cmdlet.VerbName, cmdlet.NounName, sets, parameters);
    }

    public IEnumerable<ParameterDescription> InSet(string set) => Parameters
        .Where(parameter => parameter.IsInAllSets || string.Equals(parameter.Set, set, StringComparison.Ordinal))
        .OrderBy(parameter => parameter.Position ?? int.MaxValue)
        .ThenBy(parameter => parameter.IsMandatory ? 0 : 1);

    private static IEnumerable<ParameterDescription> Describe(PropertyInfo property) =>
        property.GetCustomAttributes<ParameterAttribute>().Select(attribute => new ParameterDescription
        {
            Name = property.Name,
            Type = property.PropertyType,
            Set = attribute.ParameterSetName,
            IsMandatory = attribute.Mandatory,
            Position = attribute.Position == int.MinValue ? null : attribute.Position,
            PipelineInput = PipelineInput(attribute),
            HasWildcards = property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
            Aliases = [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []],
        });

    private static string PipelineInput(ParameterAttribute attribute) => (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
