using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Xml;
using PatchBaselineAssociation.Commands;

namespace PatchBaselineAssociation.HelpBuilder;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is not [string pages, string output])
        {
            Console.Error.WriteLine("Give the folder of the pages and the help file to write.");
            return 1;
        }

        try
        {
            Write(pages, output);
            return 0;
        }
        catch (InvalidDataException exception)
        {
            Console.Error.WriteLine($"{pages}: error HELP001: {exception.Message}");
            return 1;
        }
    }

    private static void Write(string pages, string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" };
        using XmlWriter xml = XmlWriter.Create(output, settings);
        var writer = new HelpWriter(xml);
        writer.Start();
        foreach (Type type in typeof(EngineCommand).Assembly.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                string name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
                writer.Write(CmdletDescription.Of(type, cmdlet), HelpPage.Read(Path.Combine(pages, name + ".md"), name));
            }
        }

        writer.End();
    }
}
