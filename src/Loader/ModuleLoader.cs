using System.Reflection;

namespace PatchBaselineAssociation.Loader;

/// <summary>Loads the cmdlets, the engine and their packages apart from what other modules have loaded into the process.</summary>
public static class ModuleLoader
{
    private const string MainAssembly = "PatchBaselineAssociation";

    private static readonly object s_gate = new();
    private static string? s_directory;
    private static Assembly? s_main;

    /// <summary>Gives the assembly that holds the cmdlets; always the same one in a process.</summary>
    /// <param name="directory">The folder with the module's assemblies.</param>
    /// <exception cref="InvalidOperationException">Another copy of the module was loaded before. Assemblies stay until the process ends,
    /// so this import would show the new version's number and run the old one's code.</exception>
    public static Assembly Load(string directory)
    {
        string wanted = Normalize(directory);
        lock (s_gate)
        {
            if (s_directory is not null && !string.Equals(wanted, s_directory, PathComparison))
            {
                throw new InvalidOperationException(
                    $"Another copy of the module PatchBaselineAssociation is already loaded in this process, from '{s_directory}'; " +
                    $"the copy in '{wanted}' cannot be loaded beside it. Start a new PowerShell session to use that one.");
            }

            if (s_main is null)
            {
                s_main = PrivateAssemblies.Load(wanted, MainAssembly);
                s_directory = wanted;
            }

            return s_main;
        }
    }

    private static StringComparison PathComparison =>
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string Normalize(string directory) =>
        Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
}
