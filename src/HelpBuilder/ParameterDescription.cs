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

    /// <summary>As Get-Help shows it: <c>None</c> where there is none to be shown.</summary>
    public required string Default { get; init; }

    /// <summary>What a parameter of PowerShell's own does; null for ours, which a page describes.</summary>
    public string? OwnDescription { get; init; }

    /// <summary>The names that an enumeration allows; empty for what is none.</summary>
    public IReadOnlyList<string> Values => ValueType.IsEnum ? Enum.GetNames(ValueType) : [];

    private Type ValueType => Type.IsArray ? Type.GetElementType()! : Nullable.GetUnderlyingType(Type) ?? Type;

    public bool IsInAllSets => string.Equals(Set, System.Management.Automation.ParameterAttribute.AllParameterSets, StringComparison.Ordinal);

    public bool IsSwitch => Type == typeof(System.Management.Automation.SwitchParameter);

    public string TypeName => (Nullable.GetUnderlyingType(Type) ?? Type).Name;
}
