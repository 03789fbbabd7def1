using System.Text;

namespace PatchBaselineAssociation.Host;

internal static class Program
{
    private const int UsageError = 2;

    public static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (!CommandLine.TryParse(arguments, out CommandLine? commandLine, out string problem))
        {
            Console.Error.WriteLine(problem);
            Console.Error.WriteLine();
            Console.Error.Write(CommandLine.Help);
            return UsageError;
        }

        if (commandLine.IsHelp)
        {
            Console.Out.Write(CommandLine.Help);
            return 0;
        }

        return new ScriptRunner(ConsoleTerminal.OfThisProcess()).Run(commandLine);
    }
}
