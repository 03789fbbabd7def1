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

    /// <summary>dnf 5 takes other options, answers in other words and keeps other files: what is made for dnf 4 would misread it.</summary>
    /// <exception cref="PatchException">OperatingSystemNotSupportedYet.</exception>
    public static void RefuseFive(IFileSystem files)
    {
        if (IsFive(files))
        {
            throw new PatchException(
                ErrorIds.OperatingSystemNotSupportedYet,
                ErrorKind.NotImplemented,
                "The dnf of this system is dnf 5, which this version of the module cannot read. Nothing was changed.",
                $"{SystemFolder}/dnf",
                "Install dnf 4 as 'dnf', or scan the system's image from a machine that has it.")
            { ExitCode = ExitCodes.OperatingSystemNotSupported };
        }
    }
}
