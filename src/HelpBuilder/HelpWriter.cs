using System.Globalization;
using System.Xml;

namespace PatchBaselineAssociation.HelpBuilder;

/// <summary>Writes MAML, the XML that Get-Help reads.</summary>
internal sealed class HelpWriter(XmlWriter xml)
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public void Start()
    {
        xml.WriteStartElement("helpItems", "http://msh");
        xml.WriteAttributeString("schema", "maml");
    }

    public void End()
    {
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
    }

    public void Write(CmdletDescription cmdlet, HelpPage page)
    {
        string[] parameters = [.. cmdlet.Parameters.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal)];
        if (page.Parameters.Keys.Except(parameters, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"The page of {cmdlet.Name} describes -{unknown}, which the cmdlet does not have.");

        Element("command", Command, "command", () =>
        {
            Element("command", Command, "details", () =>
            {
                Text("command", Command, "name", cmdlet.Name);
                Text("command", Command, "verb", cmdlet.Verb);
                Text("command", Command, "noun", cmdlet.Noun);
                Paragraphs("description", [page.Synopsis]);
            });
            Paragraphs("description", page.Description);
            Element("command", Command, "syntax", () =>
            {
                foreach (string set in cmdlet.Sets)
                {
                    Element("command", Command, "syntaxItem", () =>
                    {
                        Text("maml", Maml, "name", cmdlet.Name);
                        foreach (ParameterDescription parameter in cmdlet.InSet(set))
                            Write(parameter, Describe(cmdlet, page, parameter), isSyntax: true);
                    });
                }
            });
            Element("command", Command, "parameters", () =>
            {
                foreach (ParameterDescription parameter in cmdlet.Parameters.DistinctBy(parameter => parameter.Name, StringComparer.Ordinal))
                    Write(parameter, Describe(cmdlet, page, parameter), isSyntax: false);
            });
            Element("command", Command, "returnValues", () =>
            {
                foreach (string type in page.Outputs)
                    Element("command", Command, "returnValue", () => Element("dev", Dev, "type", () => Text("maml", Maml, "name", type)));
            });
            Element("command", Command, "examples", () =>
            {
                foreach (HelpExample example in page.Examples)
                {
                    Element("command", Command, "example", () =>
                    {
                        Text("maml", Maml, "title", $"-------- {example.Title} --------");
                        Text("dev", Dev, "code", example.Code);
                        Element("dev", Dev, "remarks", () => WriteParagraphs(example.Remarks));
                    });
                }
            });
            Element("command", Command, "relatedLinks", () =>
            {
                foreach (string link in page.Links)
                {
                    Element("maml", Maml, "navigationLink", () =>
                    {
                        Text("maml", Maml, "linkText", link);
                        Text("maml", Maml, "uri", "");
                    });
                }
            });
        });
    }

    private static IReadOnlyList<string> Describe(CmdletDescription cmdlet, HelpPage page, ParameterDescription parameter)
    {
        IReadOnlyList<string> description = DescribeAlone(cmdlet, page, parameter);
        return parameter.Values.Count == 0 ? description : [.. description, $"Possible values: {string.Join(", ", parameter.Values)}."];
    }

    /// <summary>A page may say more of a parameter of PowerShell's own than what is always true of it.</summary>
    private static IReadOnlyList<string> DescribeAlone(CmdletDescription cmdlet, HelpPage page, ParameterDescription parameter) =>
        page.Parameters.TryGetValue(parameter.Name, out IReadOnlyList<string>? description) && description.Count > 0
            ? description
            : parameter.OwnDescription is { } own ? [own]
            : throw new InvalidDataException($"The page of {cmdlet.Name} does not describe -{parameter.Name}.");

    private void Write(ParameterDescription parameter, IReadOnlyList<string> description, bool isSyntax) => Element("command", Command, "parameter", () =>
    {
        xml.WriteAttributeString("required", parameter.IsMandatory ? "true" : "false");
        xml.WriteAttributeString("variableLength", parameter.Type.IsArray ? "true" : "false");
        xml.WriteAttributeString("globbing", parameter.HasWildcards ? "true" : "false");
        xml.WriteAttributeString("pipelineInput", parameter.PipelineInput);
        xml.WriteAttributeString("position", parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? "named");
        xml.WriteAttributeString("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases));
        Text("maml", Maml, "name", parameter.Name);
        Paragraphs("description", description);
        if (!isSyntax || !parameter.IsSwitch)
        {
            Element("command", Command, "parameterValue", () =>
            {
                xml.WriteAttributeString("required", parameter.IsSwitch ? "false" : "true");
                xml.WriteAttributeString("variableLength", parameter.Type.IsArray ? "true" : "false");
                xml.WriteString(parameter.TypeName);
            });
        }

        if (isSyntax)
            WriteValues(parameter.Values);
        else
            Text("dev", Dev, "defaultValue", parameter.Default);
    });

    private void WriteValues(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        Element("command", Command, "parameterValueGroup", () =>
        {
            foreach (string value in values)
            {
                Element("command", Command, "parameterValue", () =>
                {
                    xml.WriteAttributeString("required", "false");
                    xml.WriteAttributeString("variableLength", "false");
                    xml.WriteString(value);
                });
            }
        });
    }

    private void Paragraphs(string name, IReadOnlyList<string> paragraphs) => Element("maml", Maml, name, () => WriteParagraphs(paragraphs));

    private void WriteParagraphs(IReadOnlyList<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
            Text("maml", Maml, "para", paragraph);
    }

    private void Element(string prefix, string space, string name, Action content)
    {
        xml.WriteStartElement(prefix, name, space);
        content();
        xml.WriteEndElement();
    }

    private void Text(string prefix, string space, string name, string text) => xml.WriteElementString(prefix, name, space, text);
}
