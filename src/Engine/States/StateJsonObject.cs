using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>A JSON object whose values have to be of the type asked for; unknown keys do not matter.</summary>
internal readonly struct StateJsonObject
{
    private readonly JsonElement _element;
    private readonly string _path;

    private StateJsonObject(JsonElement element, string path)
    {
        _element = element;
        _path = path;
    }

    public static StateJsonObject Of(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object ? new StateJsonObject(element, path) : throw Wrong(path, "an object", element);

    public IEnumerable<(string Name, StateJsonObject Value)> Objects()
    {
        var path = _path;
        return _element.EnumerateObject().Select(property => (property.Name, Of(property.Value, $"{path}['{property.Name}']")));
    }

    public IEnumerable<(string Name, JsonElement Value)> Values() =>
        _element.EnumerateObject().Select(property => (property.Name, property.Value));

    public bool Has(string key) => Find(key) is not null;

    public string RequiredString(string key) => String(key) ?? throw Absent(key);

    public string OptionalString(string key) => String(key) ?? "";

    public string? NullableString(string key) => String(key);

    public bool OptionalBoolean(string key) => Find(key) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(PathOf(key), "true or false", other),
    };

    public int OptionalInteger(string key)
    {
        if (Find(key) is not { } value)
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(PathOf(key), "a whole number", value);
    }

    public int RequiredInteger(string key) => Find(key) is null ? throw Absent(key) : OptionalInteger(key);

    public DateTimeOffset? OptionalTime(string key)
    {
        if (Find(key) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : throw Wrong(PathOf(key), "a time", value);
    }

    public DateTimeOffset RequiredTime(string key) => OptionalTime(key) ?? throw Absent(key);

    /// <summary>Seconds since 1970, whole or not. A number that is no date means that none is known.</summary>
    public DateTimeOffset? OptionalEpochSeconds(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw Wrong(PathOf(key), "a number of seconds", value);
        return EpochSeconds.Parse(value.GetRawText());
    }

    public TEnum? OptionalEnum<TEnum>(string key)
        where TEnum : struct, Enum
    {
        if (String(key) is not { } text)
            return null;
        return EnumNames.TryParse<TEnum>(text, out var value)
            ? value
            : throw new JsonException($"{PathOf(key)}: '{text}' is no {typeof(TEnum).Name}.");
    }

    public TEnum RequiredEnum<TEnum>(string key)
        where TEnum : struct, Enum => OptionalEnum<TEnum>(key) ?? throw Absent(key);

    public StateJsonObject? OptionalObject(string key) => Find(key) is { } value ? Of(value, PathOf(key)) : null;

    public StateJsonObject RequiredObject(string key) => OptionalObject(key) ?? throw Absent(key);

    public List<T> OptionalObjects<T>(string key, Func<StateJsonObject, T> read) => List(key, (element, path) => read(Of(element, path)));

    public List<string> OptionalStrings(string key) =>
        List(key, (element, path) => element.ValueKind == JsonValueKind.String ? PrintableText.Lines(element.GetString()!) : throw Wrong(path, "text", element));

    private List<T> List<T>(string key, Func<JsonElement, string, T> read)
    {
        if (Find(key) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(PathOf(key), "a list", value);
        var list = new List<T>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
            list.Add(read(element, $"{PathOf(key)}[{list.Count}]"));
        return list;
    }

    /// <summary>A state file may be another's, and what it says is shown.</summary>
    private string? String(string key)
    {
        if (Find(key) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? PrintableText.Lines(value.GetString()!) : throw Wrong(PathOf(key), "text", value);
    }

    /// <summary>Null is the same as absent.</summary>
    private JsonElement? Find(string key) =>
        _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string PathOf(string key) => $"{_path}.{key}";

    private JsonException Absent(string key) => new($"{PathOf(key)} is missing.");

    private static JsonException Wrong(string path, string expected, JsonElement actual) =>
        new($"{path} should be {expected}, but is of type {actual.ValueKind}.");
}
