using System.Collections.Concurrent;
using System.Reflection;

namespace PatchBaselineAssociation.Loader;

/// <summary>.NET Framework: assemblies loaded by LoadFile have no context, so that an equal identity which another module loaded does not replace them.</summary>
internal static class PrivateAssemblies
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> s_loaded = new(StringComparer.OrdinalIgnoreCase);

    public static Assembly Load(string directory, string mainAssembly)
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) => Resolve(directory, request);
        return LoadOnce(Path.Combine(directory, mainAssembly + ".dll"));
    }

    // By simple name: .NET Framework has no binding redirects for a module, and the packages ask for versions older than what they are shipped with.
    private static Assembly? Resolve(string directory, ResolveEventArgs request)
    {
        if (request.RequestingAssembly is { } requester && !IsIn(directory, requester))
            return null;

        string path = Path.Combine(directory, new AssemblyName(request.Name).Name + ".dll");
        return File.Exists(path) ? LoadOnce(path) : null;
    }

    private static bool IsIn(string directory, Assembly assembly) =>
        !assembly.IsDynamic && string.Equals(Path.GetDirectoryName(assembly.Location), directory, StringComparison.OrdinalIgnoreCase);

    private static Assembly LoadOnce(string path) =>
        s_loaded.GetOrAdd(path, file => new Lazy<Assembly>(() => Assembly.LoadFile(file))).Value;
}
