using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Tells dnf 5 from dnf 4 without starting it: where both go by the same name, that name is a link.</summary>
internal static class DnfGeneration
{
    private const string Five = "dnf5";
    private const string SystemFolder = "/usr/bin";

    /// <param name="files">The disk.</param>
    /// <param name="folder">Where dnf is.</param>
    public static bool IsFive(IFileSystem files, string folder = SystemFolder)
    {
        string path = Path.Combine(folder, "dnf");
        if (files.GetLinkTarget(path) is { } target)
            return string.Equals(Path.GetFileName(target), Five, StringComparison.Ordinal);
        return !files.FileExists(path) && files.FileExists(Path.Combine(folder, Five));
    }

    /// <summary>How the dnf of this machine is called, which also looks at images.</summary>
    public static DnfDialect FindDialect(IFileSystem files) => IsFive(files) ? DnfDialect.Five : DnfDialect.Four;
}
