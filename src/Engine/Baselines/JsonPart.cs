using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>A JSON value that knows where it stands, so that every complaint can say so.</summary>
internal readonly record struct JsonPart(JsonElement Element, string Path, string SourceName)
{
    private static readonly Regex s_plainName = new("^[A-Za-z_][A-Za-z0-9_]{0,79}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly string[] s_timeFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    public PatchException Invalid(string complaint) => Invalid(Path, complaint);

    /// <summary>The complaint about a property that is not there.</summary>
    public PatchException Lacks(string property, string legal) => Invalid(Join(property), $"is missing; {legal}");

    /// <summary>Null where the property is absent or JSON's null.</summary>
    public JsonPart? Find(string property)
    {
        ExpectObject();
        if (!Element.TryGetProperty(property, out JsonElement value))
        {
            RefuseOtherCase(property);
            return null;
        }

        return value.ValueKind == JsonValueKind.Null ? null : new JsonPart(value, Join(property), SourceName);
    }

    /// <summary>Names count with their case, as for the service: one that differs only in that would silently count for nothing.</summary>
    private void RefuseOtherCase(string property)
    {
        foreach (JsonProperty other in Element.EnumerateObject())
        {
            if (string.Equals(other.Name, property, StringComparison.OrdinalIgnoreCase))
                throw Invalid(Join(other.Name), $"is not spelled as it must be; legal is '{property}'");
        }
    }

    public JsonPart Get(string property, string legal) => Find(property) ?? throw Lacks(property, legal);

    public void ExpectObject()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw WrongType("an object");
    }

    public IReadOnlyList<JsonPart> Items(int minimum, int maximum, string what)
    {
        if (Element.ValueKind != JsonValueKind.Array) throw WrongType("an array");

        int count = Element.GetArrayLength();
        if (count < minimum || count > maximum)
            throw Invalid(minimum == 0 ? $"holds {count} {what}; at most {maximum} are legal" : $"holds {count} {what}; {minimum} to {maximum} are legal");

        var items = new List<JsonPart>(count);
        foreach (JsonElement item in Element.EnumerateArray())
            items.Add(new JsonPart(item, $"{Path}[{items.Count}]", SourceName));
        return items;
    }

    public string Text()
    {
        if (Element.ValueKind != JsonValueKind.String) throw WrongType("text");

        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Invalid(Path, "holds half of a surrogate pair, which is no character; legal is Unicode text", e);
        }
    }

    /// <summary>Text of one line, for a terminal too.</summary>
    public string Label()
    {
        string text = Text();
        return text.Any(char.IsControl) ? throw Invalid("holds a control character; legal is text of one line") : text;
    }

    public string Text(int longest)
    {
        string text = Text();
        if (string.IsNullOrWhiteSpace(text)) throw Invalid($"is empty; 1 to {longest} characters are legal");
        if (text.Length > longest) throw Invalid($"has {text.Length} characters; 1 to {longest} are legal");
        return text;
    }

    public bool Boolean() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw WrongType("true or false"),
    };

    public int Integer(int minimum, int maximum)
    {
        string legal = $"a whole number from {minimum} to {maximum}";
        if (Element.ValueKind != JsonValueKind.Number) throw WrongType(legal);

        return Element.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Invalid($"is {QuotedText.Quote(Element.GetRawText())}; legal is {legal}");
    }

    public T OneOf<T>(IReadOnlyDictionary<string, T> values)
    {
        string text = Text();
        return values.TryGetValue(text, out T? value)
            ? value
            : throw Invalid($"{QuotedText.Quote(text)} does not exist; legal are {QuotedText.List(values.Keys)}");
    }

    /// <summary>A day written as YYYY-MM-DD, at its midnight in UTC.</summary>
    public DateTime Day()
    {
        string text = Text();
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day)
            ? day
            : throw Invalid($"{QuotedText.Quote(text)} is no day; legal is a day of the calendar written as YYYY-MM-DD");
    }

    /// <summary>ISO 8601 text, UTC where it names no offset, or seconds since 1970 with decimals.</summary>
    public DateTimeOffset Moment()
    {
        const string Legal = "legal is a moment of the years 1 to 9999, as ISO 8601 text or as seconds since 1970-01-01";
        if (Element.ValueKind == JsonValueKind.Number)
        {
            var epoch = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
            decimal ticks = Element.TryGetDecimal(out decimal seconds) && Math.Abs(seconds) < 1e12m
                ? seconds * TimeSpan.TicksPerSecond
                : decimal.MaxValue;
            return ticks >= DateTimeOffset.MinValue.Ticks - epoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks - epoch.Ticks
                ? epoch.AddTicks((long)ticks)
                : throw Invalid($"is {QuotedText.Quote(Element.GetRawText())}; {Legal}");
        }

        if (Element.ValueKind != JsonValueKind.String) throw WrongType("a date as text or a number");

        string text = Text();
        return DateTimeOffset.TryParseExact(text, s_timeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset moment)
            ? moment
            : throw Invalid($"{QuotedText.Quote(text)} is no date; {Legal}");
    }

    /// <summary>Refuses names that stand twice in one object, here and below: which of the two counts would be anyone's guess.</summary>
    public void ExpectNoDuplicates()
    {
        if (Element.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in Element.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    new JsonPart(item, $"{Path}[{index}]", SourceName).ExpectNoDuplicates();
                index++;
            }
        }
        else if (Element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (JsonProperty property in Element.EnumerateObject())
            {
                string name = NameOf(property);
                if (!names.Add(name)) throw Invalid(Join(name), "stands there twice; legal is once");
                if (property.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    new JsonPart(property.Value, Join(name), SourceName).ExpectNoDuplicates();
            }
        }
    }

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw Invalid(Path, "has a name that holds half of a surrogate pair, which is no character; legal is Unicode text", e);
        }
    }

    private string Join(string property) => s_plainName.IsMatch(property) ? $"{Path}.{property}" : $"{Path}[{QuotedText.Quote(property)}]";

    private PatchException WrongType(string legal)
    {
        string found = Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
        return Invalid($"is {found}; legal is {legal}");
    }

    private PatchException Invalid(string path, string complaint, Exception? cause = null) => new(
        ErrorIds.BaselineInvalid,
        ErrorKind.InvalidData,
        $"The baseline in '{SourceName}' is not valid: {path}: {complaint}.",
        path,
        "Correct that place, or write the baseline again, for example with 'aws ssm get-patch-baseline'.",
        cause);
}
