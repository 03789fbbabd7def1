namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>A file that is long and takes no room.</summary>
internal static class SparseFile
{
    public static void Create(string path, long length)
    {
        using FileStream file = File.Create(path);
        file.SetLength(length);
    }
}
