namespace PatchBaselineAssociation.Overrides;

/// <summary>A value of a YAML document that knows where it stands. Scalars are text, whatever they look like.</summary>
internal sealed class YamlPart
{
    private YamlPart(int line, int column)
    {
        Line = line;
        Column = column;
    }

    public int Line { get; }

    public int Column { get; }

    /// <summary>Null where it is a sequence or a mapping.</summary>
    public string? Text { get; private set; }

    /// <summary>Nothing, or the tilde that stands for it.</summary>
    public bool IsNothing { get; private set; }

    /// <summary>Null where it is no sequence.</summary>
    public IReadOnlyList<YamlPart>? Items { get; private set; }

    /// <summary>Null where it is no mapping.</summary>
    public IReadOnlyDictionary<string, YamlPart>? Members { get; private set; }

    /// <summary>The key that it is the value of; null where it is none.</summary>
    public YamlPart? Key { get; private set; }

    public string Description => Members is not null ? "a mapping" : Items is not null ? "a sequence" : IsNothing ? "empty" : "text";

    public static YamlPart Scalar(int line, int column, string text, bool isPlain) =>
        new(line, column) { Text = text, IsNothing = text.Length == 0 || (isPlain && text is "~") };

    public static YamlPart Sequence(int line, int column, IReadOnlyList<YamlPart> items) => new(line, column) { Items = items };

    public YamlPart Under(YamlPart key)
    {
        Key = key;
        return this;
    }

    public static YamlPart Mapping(int line, int column, IReadOnlyDictionary<string, YamlPart> members) => new(line, column) { Members = members };
}
