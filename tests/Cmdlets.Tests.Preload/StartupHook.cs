using System.Runtime.Loader;

internal static class StartupHook
{
    public static void Initialize()
    {
        foreach (string path in Environment.GetEnvironmentVariable("PRELOAD_ASSEMBLIES")!.Split(Path.PathSeparator))
            AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }
}
