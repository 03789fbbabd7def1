using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>An image that zypper is to change from outside.</summary>
internal sealed class ZypperImage(IFileSystem files, string root)
{
    private const string LibraryFile = "etc/zypp/zypp.conf";

    /// <summary>Beside rpm's database zypper keeps these from outside.</summary>
    private static readonly string[] s_folders = ["var/lib/zypp", "var/log/zypp", "var/adm/update-messages", "var/adm/update-scripts"];

    private const string ProcessFile = "run/zypp.pid";

    private static readonly string[] s_parts = ["etc", "etc/zypp", "etc/zypp/locks", "etc/zypp/multiversion.d", "etc/zypp/services.d", "etc/zypp/vars.d", "etc/zypp/vendors.d", "etc/products.d"];

    private static readonly string[] s_databases = ["usr/lib/sysimage/rpm", "var/lib/rpm"];

    /// <summary>Refuses an image in which zypper or rpm would follow something out of the image.</summary>
    /// <exception cref="PatchException">ImageUnsafe.</exception>
    public void CheckWritten()
    {
        DnfFiles system = new(files, root);
        string database = system.Locate(system.DatabasePath);
        if (UnixFiles.GetIdentity(database) is { } identity && s_databases.Any(path => UnixFiles.GetIdentity("/" + path) == identity))
            throw Unsafe($"rpm's database in the image '{root}' is that of this machine, mounted there.", "Unmount it from the image.");
        CheckFiles(database);
        foreach (string folder in s_folders)
        {
            CheckPlace(system, folder);
            CheckFiles(Path.Combine(root, folder));
        }

        CheckPlace(system, ProcessFile);
        if (UnixFiles.GetKind(Path.Combine(root, ProcessFile)) is not (null or FileKind.File))
            throw Unsafe($"'/{ProcessFile}' in the image '{root}' is no plain file.", "Remove it.");
        foreach (string part in s_parts)
            CheckPlace(system, part);
        CheckPlace(system, LibraryFile);
        foreach (KeyValuePair<string, string> setting in ZypperSettings.Paths(system.ReadText(LibraryFile) ?? ""))
            throw Unsafe($"'/{LibraryFile}' in the image '{root}' sets {PrintableText.Of(setting.Key)} to '{PrintableText.Of(setting.Value)}', which is a path: zypper works on the image from outside.", "Leave the setting out.");
    }

    /// <summary>Refuses an image in which zypper would follow the path of a cache, below which it writes there, out of the image.</summary>
    /// <exception cref="PatchException">ImageUnsafe.</exception>
    public void CheckCache(string cacheFolder)
    {
        string path = Path.Combine(cacheFolder, "solv", "@System").TrimStart('/');
        CheckPlace(new DnfFiles(files, root), path);
        CheckFiles(Path.Combine(root, path));
    }

    private void CheckPlace(DnfFiles system, string path)
    {
        string place = Path.Combine(root, path);
        if (!string.Equals(Path.GetFullPath(system.Locate(path)), Path.GetFullPath(place), StringComparison.Ordinal))
            throw Unsafe($"'/{path}' in the image '{root}' is reached through a link: zypper works on the image from outside, and would follow it out of the image.", "Put there what it leads to.");
    }

    private void CheckFiles(string folder)
    {
        if (UnixFiles.GetKind(folder) is null)
            return;
        IEnumerable<string> strange = files.GetFiles(folder).Where(file => UnixFiles.GetKind(file) is not FileKind.File)
            .Concat(files.GetDirectories(folder).Where(inner => UnixFiles.GetKind(inner) is not FileKind.Folder));
        if (strange.FirstOrDefault() is { } file)
            throw Unsafe($"'{file}' is no plain file: zypper and rpm work on the image from outside, and would follow it out of the image, or wait at it for ever.", "Put a plain file there, or remove it.");
    }

    private PatchException Unsafe(string problem, string action) => new(ErrorIds.ImageUnsafe, ErrorKind.InvalidData, problem + " Nothing was changed.", root, action);
}
