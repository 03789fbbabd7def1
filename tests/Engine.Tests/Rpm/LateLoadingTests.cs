using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class LateLoadingTests
{
    private const string Library = "SharpCompress";

    [Fact]
    public void The_library_for_other_compressions_is_loaded_with_the_first_file_that_needs_it()
    {
        OwnContext context = new();
        Assembly engine = context.LoadFromAssemblyName(new AssemblyName("PatchBaselineAssociation.Engine"));
        MethodInfo open = engine.GetType("PatchBaselineAssociation.PackageManagers.Rpm.Decompression", throwOnError: true)!.GetMethod("Open")!;
        using MemoryStream gzip = new();
        using (GZipStream writer = new(gzip, CompressionMode.Compress, leaveOpen: true))
            writer.Write("<updates/>"u8);
        gzip.Position = 0;

        Assert.Equal("<updates/>", Read(open, gzip));
        Assert.DoesNotContain(Library, context.Assemblies.Select(assembly => assembly.GetName().Name));
        Assert.NotEmpty(Read(open, new MemoryStream(Convert.FromBase64String(DecompressionTests.Files.Single(row => row.Data.Item1 == "xz").Data.Item2))));
        Assert.Contains(Library, context.Assemblies.Select(assembly => assembly.GetName().Name));
    }

    private static string Read(MethodInfo open, Stream file)
    {
        using StreamReader reader = new((Stream)open.Invoke(null, [file, "file", null])!);
        return reader.ReadToEnd();
    }

    private sealed class OwnContext() : AssemblyLoadContext("late loading")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return assemblyName.Name is Library or "PatchBaselineAssociation.Engine" ? LoadFromAssemblyPath(path) : null;
        }
    }
}
