using System.Management.Automation;
using System.Reflection;

namespace PatchBaselineAssociation.HelpBuilder;

/// <summary>What a cmdlet's class says about it.</summary>
internal sealed record CmdletDescription(string Verb, string Noun, IReadOnlyList<string> Sets, IReadOnlyList<ParameterDescription> Parameters)
{
    private static readonly ParameterDescription[] s_shouldProcess =
    [
        OfPowerShell("WhatIf", "wi", "Shows what the command would do, and changes nothing."),
        OfPowerShell("Confirm", "cf", "Asks before anything is changed."),
    ];

    public string Name => $"{Verb}-{Noun}";

    public static CmdletDescription Of(Type type, CmdletAttribute cmdlet)
    {
        object defaults = Activator.CreateInstance(type)!;
        ParameterDescription[] parameters = [.. type.GetProperties().SelectMany(property => Describe(property, defaults))];
        (defaults as IDisposable)?.Dispose();
        if (cmdlet.SupportsShouldProcess)
            parameters = [.. parameters, .. s_shouldProcess];
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

    private static ParameterDescription OfPowerShell(string name, string alias, string description) => new()
    {
        Name = name,
        Type = typeof(SwitchParameter),
        Set = ParameterAttribute.AllParameterSets,
        IsMandatory = false,
        Position = null,
        PipelineInput = "False",
        HasWildcards = false,
        Aliases = [alias],
        Default = "False",
        OwnDescription = description,
    };

    private static IEnumerable<ParameterDescription> Describe(PropertyInfo property, object defaults) =>
        property.GetCustomAttributes<ParameterAttribute>().Select(attribute => new ParameterDescription
        {
            Name = property.Name,
            Type = property.PropertyType,
            Set = attribute.ParameterSetName,
            IsMandatory = attribute.Mandatory,
            Position = attribute.Position == int.MinValue ? null : attribute.Position,
            PipelineInput = PipelineInput(attribute),
            HasWildcards = property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
            Default = DefaultOf(property, attribute, defaults),
            Aliases = [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []],
        });

    /// <summary>What a default of null or an empty text means is for the page to say.</summary>
    private static string DefaultOf(PropertyInfo property, ParameterAttribute attribute, object defaults) => property.GetValue(defaults) switch
    {
        _ when attribute.Mandatory => "None",
        SwitchParameter => "False",
        null or "" => "None",
        IFormattable value => value.ToString(format: null, System.Globalization.CultureInfo.InvariantCulture),
        { } value => value.ToString()!,
    };

    private static string PipelineInput(ParameterAttribute attribute) => (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
