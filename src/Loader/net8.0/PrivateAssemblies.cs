using System.Reflection;
using System.Runtime.Loader;

namespace PatchBaselineAssociation.Loader;

internal static class PrivateAssemblies
{
    public static Assembly Load(string directory, string mainAssembly) =>
        new Context(directory).LoadFromAssemblyName(new AssemblyName(mainAssembly));

    private sealed class Context(string directory) : AssemblyLoadContext("PatchBaselineAssociation")
    {
        // What is not in the folder (System.*, System.Management.Automation) comes from the default context.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(directory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
