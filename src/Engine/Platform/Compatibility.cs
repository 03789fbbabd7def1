using System.Diagnostics;
#if !NET8_0_OR_GREATER
using System.Text;
#endif

namespace PatchBaselineAssociation.Platform;

/// <summary>What .NET and .NET Standard 2.0 do differently. The engine's only conditional code.</summary>
internal static class Compatibility
{
    /// <summary>Renames a file over another one.</summary>
    public static void MoveOver(string source, string destination)
    {
#if NET8_0_OR_GREATER
        File.Move(source, destination, overwrite: true);
#else
        if (File.Exists(destination))
            File.Replace(source, destination, destinationBackupFileName: null);
        else
            File.Move(source, destination);
#endif
    }

    public static void SetArguments(ProcessStartInfo start, IReadOnlyList<string> arguments)
    {
#if NET8_0_OR_GREATER
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
#else
        StringBuilder line = new();
        foreach (string argument in arguments)
            AppendQuoted(line, argument);
        start.Arguments = line.ToString();
#endif
    }

    /// <summary>Kills a process, and what it started where .NET can find that.</summary>
    public static void KillTree(Process process)
    {
#if NET8_0_OR_GREATER
        process.Kill(entireProcessTree: true);
#else
        process.Kill();
#endif
    }

#if !NET8_0_OR_GREATER
    /// <summary>The rules by which the C runtime, and .NET on Unix, take a command line apart: backslashes count only before a quotation mark.</summary>
    private static void AppendQuoted(StringBuilder line, string argument)
    {
        if (line.Length > 0)
            line.Append(' ');
        line.Append('"');
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            line.Append('\\', c == '"' ? (backslashes * 2) + 1 : backslashes);
            backslashes = 0;
            line.Append(c);
        }

        line.Append('\\', backslashes * 2).Append('"');
    }
#endif
}
