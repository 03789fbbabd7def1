using System.Reflection;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The stand-in for the Windows Update Agent, built from its sources.</summary>
internal static class StandInLibrary
{
    // Where a source file says that it is does not hold for every build.
    private static readonly string s_sources = typeof(StandInLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "WindowsUpdateStandIn").Value!;

    private static readonly string[] s_compile = ["-std=c++17", "-O0", "-Wall", "-Wextra", "-Werror"];

    /// <param name="library">The file to make.</param>
    public static void Build(string library)
    {
        string objects = library + ".objects";
        Directory.CreateDirectory(objects);
        string[] files = [.. Directory.GetFiles(s_sources, "*.cpp").Order(StringComparer.Ordinal)];
        Parallel.ForEach(files, file => Tool.Run(WindowsTools.Compiler, [.. s_compile, "-c", file, "-o", Path.Combine(objects, Path.GetFileName(file) + ".o")]));
        Tool.Run(
            WindowsTools.Compiler,
            [
                "-shared", "-static", "-s", "-o", library, .. files.Select(file => Path.Combine(objects, Path.GetFileName(file) + ".o")),
                Path.Combine(s_sources, "exports.def"), "-lole32", "-loleaut32", "-luuid",
            ]);
        Directory.Delete(objects, recursive: true);
    }
}
