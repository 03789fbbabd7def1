namespace PatchBaselineAssociation.HelpBuilder;

/// <summary>A parameter as one parameter set has it.</summary>
internal sealed record ParameterDescription
{
    public required string Name { get; init; }

    public required Type Type { get; init; }

    public required string Set { get; init; }

    public required bool IsMandatory { get; init; }

    public required int? Position { get; init; }

    public required string PipelineInput { get; init; }

    public required bool HasWildcards { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public bool IsInAllSets => string.Equals(Set, System.Management.Automation.ParameterAttribute.AllParameterSets, StringComparison.Ordinal);

    public bool IsSwitch => Type == typeof(System.Management.Automation.SwitchParameter);

    public string TypeName => (Nullable.GetUnderlyingType(Type) ?? Type).Name;
}
