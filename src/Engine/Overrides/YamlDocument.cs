using System.Globalization;
using PatchBaselineAssociation.Platform;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Reads the part of YAML that a list needs: one document, no aliases, no tags that ask for types, no key twice. The one class that knows YamlDotNet.</summary>
internal sealed class YamlDocument
{
    private const int DeepestNesting = 32;
    private const string TextTag = "tag:yaml.org,2002:str";

    private readonly Parser _parser;
    private readonly string _text;
    private readonly string _sourceName;

    private YamlDocument(string text, string sourceName)
    {
        _text = text;
        _parser = new Parser(new StringReader(text));
        _sourceName = sourceName;
    }

    /// <summary>The top of the document; null where there is none.</summary>
    public static YamlPart? Read(string text, string sourceName) => new YamlDocument(text, sourceName).Read();

    public static PatchException Invalid(string sourceName, int line, int column, string complaint) => new(
        ErrorIds.OverrideListInvalid,
        ErrorKind.InvalidData,
        string.Format(CultureInfo.InvariantCulture, "The install override list in '{0}' is not valid: line {1}, column {2}: {3}.", sourceName, line, column, complaint),
        string.Format(CultureInfo.InvariantCulture, "{0}:{1}:{2}", sourceName, line, column),
        "Correct that place. A list is a mapping with the key 'patches', a sequence of entries with an id and perhaps a title.");

    private YamlPart? Read()
    {
        Expect<StreamStart>();
        if (Next() is StreamEnd)
            return null;

        YamlPart top = ReadPart(Next(), depth: 1);
        Expect<DocumentEnd>();
        ParsingEvent end = Next();
        return end is StreamEnd ? top : throw Invalid(end, "another document starts; legal is one");
    }

    private YamlPart ReadPart(ParsingEvent part, int depth)
    {
        if (part is AnchorAlias)
            throw Invalid(part, "an alias stands there; write the value out");
        if (part is not NodeEvent node)
            throw NotYaml(part.Start, "a value is missing");
        if (!node.Anchor.IsEmpty)
            throw Invalid(part, "an anchor stands there; legal are values without one");
        if (depth > DeepestNesting)
            throw Invalid(part, $"it is nested too deep; {DeepestNesting.ToString(CultureInfo.InvariantCulture)} levels are legal");
        if (!IsLegal(node))
            throw Invalid(part, $"the tag {OverrideText.Quote(node.Tag.IsNonSpecific ? "!" : node.Tag.Value)} stands there; legal is text without a tag");

        (int line, int column) = Position(part.Start);
        return part switch
        {
            Scalar scalar => YamlPart.Scalar(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty),
            SequenceStart => YamlPart.Sequence(line, column, ReadItems(depth)),
            _ => YamlPart.Mapping(line, column, ReadMembers(depth)),
        };
    }

    private List<YamlPart> ReadItems(int depth)
    {
        List<YamlPart> items = [];
        for (ParsingEvent item = Next(); item is not SequenceEnd; item = Next())
            items.Add(ReadPart(item, depth + 1));
        return items;
    }

    private Dictionary<string, YamlPart> ReadMembers(int depth)
    {
        Dictionary<string, YamlPart> members = new(StringComparer.Ordinal);
        for (ParsingEvent start = Next(); start is not MappingEnd; start = Next())
        {
            YamlPart keyPart = ReadPart(start, depth + 1);
            string key = keyPart.Text ?? throw Invalid(start, "a collection stands there as a key; legal is text");
            YamlPart value = ReadPart(Next(), depth + 1).Under(keyPart);
            if (members.ContainsKey(key))
                throw Invalid(start, $"the key {OverrideText.Quote(key)} stands there twice; legal is once");
            members.Add(key, value);
        }

        return members;
    }

    private static bool IsLegal(NodeEvent node) =>
        node.Tag.IsEmpty || (node is Scalar && (node.Tag.IsNonSpecific || string.Equals(node.Tag.Value, TextTag, StringComparison.Ordinal)));

    private void Expect<T>()
        where T : ParsingEvent
    {
        ParsingEvent found = Next();
        if (found is not T)
            throw NotYaml(found.Start, "something else stands where the document should begin or end");
    }

    /// <summary>The parser's own exceptions stay here: their types are not ours to show. On text that is far from YAML it also throws others.</summary>
    private ParsingEvent Next()
    {
        try
        {
            if (_parser.MoveNext() && _parser.Current is { } current)
                return current;
        }
        catch (YamlException e)
        {
            if (e.Message.IndexOf("tab", StringComparison.Ordinal) >= 0 && FindIndentingTab(e.Start.Line) is var (line, column))
                throw NotYaml(line, column, Sentence(e.Message));
            throw NotYaml(e.Start, Sentence(e.Message));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException or InvalidCastException or NullReferenceException or KeyNotFoundException or NotSupportedException)
        {
            throw NotYaml(_parser.Current?.End ?? Mark.Empty, "what follows cannot be understood");
        }

        throw NotYaml(_parser.Current?.End ?? Mark.Empty, "the text ends early");
    }

    private PatchException Invalid(ParsingEvent at, string complaint)
    {
        (int line, int column) = Position(at.Start);
        return Invalid(_sourceName, line, column, complaint);
    }

    private PatchException NotYaml(Mark at, string complaint)
    {
        (int line, int column) = Position(at);
        return NotYaml(line, column, complaint);
    }

    private PatchException NotYaml(int line, int column, string complaint) =>
        OverrideText.NotYaml(_sourceName, line, column, complaint, "Correct that place. Entries are indented by spaces, never by tabs; a value that starts with * or [ needs quotes.");

    /// <summary>The parser names the start of what the tab stands in, which may be the whole list.</summary>
    private (int Line, int Column)? FindIndentingTab(long firstLine)
    {
        string[] lines = _text.Replace("\r\n", "\n").Split('\n', '\r');
        for (int i = (int)Math.Max(1, firstLine) - 1; i < lines.Length; i++)
        {
            string indentation = lines[i].Substring(0, lines[i].Length - lines[i].TrimStart(' ', '\t').Length);
            if (indentation.IndexOf('\t') is >= 0 and int tab && indentation.Length < lines[i].Length)
                return (i + 1, tab + 1);
        }

        return null;
    }

    private static (int Line, int Column) Position(Mark mark) => ((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string Sentence(string message)
    {
        string text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "what stands there is no YAML" : char.ToLowerInvariant(text[0]) + text.Substring(1);
    }
}
