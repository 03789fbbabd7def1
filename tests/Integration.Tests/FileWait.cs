namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Waits for a file that another process makes.</summary>
internal static class FileWait
{
    /// <param name="path">A file to come.</param>
    /// <param name="work">Makes the file. Its failure is thrown, and its end without the file is one.</param>
    public static Task ForAsync(string path, Task? work = null) => Until.HoldsAsync(() => File.Exists(path), work, $"'{path}'");
}
