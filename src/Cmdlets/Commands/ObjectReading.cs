using System.Globalization;
using System.Management.Automation;

namespace PatchBaselineAssociation.Commands;

/// <summary>Objects of this module by the names of their properties: those that come out of a job, a remote session or a file are of another type.</summary>
internal static class ObjectReading
{
    private const int MaximumShownLength = 60;

    /// <summary>A text as it is, as far as it is short; of what else there is the type alone, for its text may be without end.</summary>
    public static string Describe(PSObject? item) => item?.BaseObject switch
    {
        null => "$null",
        string text => $"'{(text.Length > MaximumShownLength ? text.Substring(0, MaximumShownLength) + "…" : text)}'",
        PSCustomObject => "An object of no certain type",
        { } other => $"An object of the type {other.GetType().FullName}",
    };

    /// <summary>Empty where there is no such property.</summary>
    public static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? "";

    /// <summary>A job gives names, and ConvertTo-Json numbers.</summary>
    public static bool Value<T>(PSObject item, string property, out T value)
        where T : struct, Enum => Enum.TryParse(Text(item, property), ignoreCase: true, out value);

    public static bool Flag(PSObject item, string property) => item.Properties[property]?.Value is { } value && LanguagePrimitives.IsTrue(value);

    public static int Number(PSObject item, string property) => LanguagePrimitives.TryConvertTo(item.Properties[property]?.Value, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>A time; null where there is none. A job takes it apart into its properties, and deeper down leaves its text.</summary>
    public static DateTimeOffset? Time(PSObject item, string property)
    {
        if (item.Properties[property]?.Value is not { } value)
            return null;
        PSObject parts = PSObject.AsPSObject(value);
        if (parts.BaseObject is DateTimeOffset time)
            return time;
        if (parts.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is { } utc && LanguagePrimitives.TryConvertTo(utc, CultureInfo.InvariantCulture, out DateTime universal))
            return new DateTimeOffset(DateTime.SpecifyKind(universal, DateTimeKind.Utc));
        return DateTimeOffset.TryParse(parts.ToString(null, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) ? parsed : null;
    }

    /// <summary>Null where the property holds no list.</summary>
    public static IEnumerable<PSObject>? Items(PSObject item, string property) =>
        item.Properties[property]?.Value is { } value ? LanguagePrimitives.GetEnumerable(value)?.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject) : null;

    public static IReadOnlyList<string> Texts(PSObject item, string property) => [.. (Items(item, property) ?? []).Select(text => text.ToString(null, CultureInfo.InvariantCulture))];
}
