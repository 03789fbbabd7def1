using System.Text;
using System.Xml.Linq;
using System.Xml;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What <c>zypper --xmlout</c> printed.</summary>
internal sealed class ZypperOutput
{
    private const string StreamName = "stream";
    private const string Start = $"<{StreamName}>";
    private const string SolvableName = "solvable";

    private ZypperOutput(IReadOnlyList<XElement> elements, bool isComplete)
    {
        Elements = elements;
        IsComplete = isComplete;
        Messages = [.. elements.Select(MessageOf).OfType<ZypperMessage>()];
    }

    /// <summary>The children of the stream, in their order.</summary>
    public IReadOnlyList<XElement> Elements { get; }

    public IReadOnlyList<ZypperMessage> Messages { get; }

    /// <summary>False where it was cut off or is not XML: then what came before is there.</summary>
    public bool IsComplete { get; }

    /// <summary>Reads it as far as it can be read.</summary>
    public static ZypperOutput Read(string output) => Read(output, _ => true);

    /// <summary>Reads it as far as it can be read.</summary>
    /// <param name="output">What zypper printed.</param>
    /// <param name="isWanted">By their names, which solvables are to be read: of a large repository few are.</param>
    public static ZypperOutput Read(string output, Func<string, bool> isWanted)
    {
        List<XElement> elements = [];
        int start = output.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
            return new ZypperOutput(elements, isComplete: false);
        try
        {
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, ConformanceLevel = ConformanceLevel.Fragment, IgnoreComments = true };
            using XmlReader reader = XmlReader.Create(new StringReader(WithoutControls(output, start)), settings);
            reader.Read();
            reader.Read();
            while (!reader.EOF)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    // An element that is whole counts, whatever comes behind it.
                    elements.Add(ReadElement(reader, isWanted));
                    reader.Read();
                    continue;
                }

                if (reader.NodeType == XmlNodeType.EndElement)
                    return new ZypperOutput(elements, isComplete: true);
                reader.Read();
            }
        }
        catch (XmlException)
        {
            // What came before it stands; who needs all of it asks whether it is complete.
        }

        return new ZypperOutput(elements, isComplete: false);
    }

    /// <summary>What was read, as zypper would print it.</summary>
    public string ToText() => IsComplete ? new XElement(StreamName, Elements).ToString(SaveOptions.DisableFormatting) : throw new InvalidOperationException("What was cut off is not kept.");

    /// <summary>All elements of a name, wherever they are.</summary>
    public IEnumerable<XElement> Find(string name) => Elements.SelectMany(element => element.DescendantsAndSelf(name));

    /// <summary>The value of an attribute that must be there.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static string Attribute(XElement element, string name) => element.Attribute(name)?.Value is { Length: > 0 } value
        ? value
        : throw NotUnderstood($"the element {QuotedText.Quote(element.ToString(SaveOptions.DisableFormatting))} has no {name}");

    public static PatchException NotUnderstood(string problem) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"zypper's answer is not understood: {problem}.",
        "zypper",
        "Look at what zypper prints with --xmlout.");

    /// <summary>Reads on to the element's end; where that is missing, it is no element.</summary>
    private static XElement ReadElement(XmlReader reader, Func<string, bool> isWanted)
    {
        int depth = reader.Depth;
        XElement top = ReadStart(reader), current = top;
        if (reader.IsEmptyElement)
            return top;
        reader.Read();
        while (reader.Depth > depth || reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName is SolvableName && !isWanted(reader.GetAttribute("name") ?? ""))
            {
                reader.Skip();
                continue;
            }

            if (reader.NodeType == XmlNodeType.Element)
            {
                XElement child = ReadStart(reader);
                current.Add(child);
                if (!reader.IsEmptyElement)
                    current = child;
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                current = current.Parent!;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                current.Add(reader.Value);
            }

            reader.Read();
        }

        return top;
    }

    private static XElement ReadStart(XmlReader reader)
    {
        XElement element = new(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
            element.SetAttributeValue(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
        reader.MoveToElement();
        return element;
    }

    private static ZypperMessage? MessageOf(XElement element) => element.Name.LocalName switch
    {
        "message" => new ZypperMessage(element.Attribute("type")?.Value ?? "", element.Value.Trim()),
        "prompt" when element.Element("description")?.Value.Trim() is { Length: > 0 } text => new ZypperMessage(ZypperMessage.Problem, text),
        _ => null,
    };

    /// <summary>zypper hands on what packages and programs say, also what XML may not hold.</summary>
    private static string WithoutControls(string text, int start)
    {
        StringBuilder? kept = null;
        for (int i = start; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            bool isFit = isPair || XmlConvert.IsXmlChar(text[i]);
            if (!isFit)
                kept ??= new StringBuilder(text, start, i - start, text.Length - start);
            if (kept is not null)
                kept.Append(isFit ? text[i] : '?').Append(isPair ? text.Substring(i + 1, 1) : "");
            if (isPair)
                i++;
        }

        return kept?.ToString() ?? text.Substring(start);
    }
}
