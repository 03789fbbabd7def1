namespace PatchBaselineAssociation.States;

/// <summary>Enumerations as the state files spell them: by name, never by number.</summary>
internal static class EnumNames
{
    public static bool TryParse<TEnum>(string text, out TEnum value, bool ignoreCase = false)
        where TEnum : struct, Enum
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Enum.TryParse(text, ignoreCase, out value) && char.IsLetter(text[0]) && string.Equals(value.ToString(), text, comparison);
    }
}
