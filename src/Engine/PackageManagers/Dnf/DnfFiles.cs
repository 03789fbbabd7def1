using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The files of a system's dnf and rpm. Links are followed as the system itself would follow them, so that none in an image leads to a file of this machine.</summary>
/// <param name="files">The disk.</param>
/// <param name="root">The folder that the system is in.</param>
internal sealed class DnfFiles(IFileSystem files, string root)
{
    private const int MaximumFileBytes = 4 * 1024 * 1024;
    private const char Macro = '%';

    /// <summary>Newer systems have it in the first; older ones, and most links, in the second.</summary>
    private static readonly string[] s_databases = ["usr/lib/sysimage/rpm", "var/lib/rpm"];

    /// <summary>One for each kind of database that rpm has had.</summary>
    private static readonly string[] s_databaseFiles = ["rpmdb.sqlite", "Packages", "Packages.db"];

    /// <summary>rpm's database folder, as the system itself would name it.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken: there is none. rpm would make one. ImageUnsafe: rpm would run what its path says.</exception>
    public string DatabasePath
    {
        get
        {
            foreach (string path in s_databases)
            {
                string folder = Locate(path);
                if (s_databaseFiles.Any(name => UnixFiles.GetKind(Path.Combine(folder, name)) is FileKind.File))
                    return WithoutMacros(folder).Substring(root.TrimEnd('/').Length);
            }

            throw new PatchException(
                ErrorIds.PackageDatabaseBroken,
                ErrorKind.InvalidData,
                $"There is no database of rpm on '{root}': neither in {string.Join(" nor in ", s_databases)}.",
                root,
                "Mount the image so that its system is complete.");
        }
    }

    /// <summary>Where the files of rpm's database may be, from outside.</summary>
    public IEnumerable<string> DatabaseFiles =>
        from path in s_databases
        let folder = Locate(path)
        from name in s_databaseFiles
        select Path.Combine(folder, name);

    /// <summary>Where a path of the system is from outside, links followed; a path that leads nowhere stays inside.</summary>
    /// <exception cref="PatchException">ImageUnsafe: its links lead in a circle.</exception>
    public string Locate(string path) => ImagePath.Resolve(root, path.TrimStart('/'), files.GetLinkTarget) ?? throw Unsafe($"'{path}' on '{root}' is reached through links that lead in a circle.", "Mend the links.");

    /// <summary>Where a file of an image is that others are told to open: a key or a certificate.</summary>
    /// <exception cref="PatchException">ImageUnsafe; ImageFileUnreadable: it is a pipe or a device.</exception>
    public string LocateFile(string path)
    {
        string file = Locate(path);
        AptImage.RefuseSpecial(file);
        return file;
    }

    /// <summary>Refuses an image in which dnf or yum, and rpm, who keep their databases from outside, would write to something else than files of the image.</summary>
    /// <exception cref="PatchException">ImageUnsafe.</exception>
    public void CheckWritten(params string[] folders)
    {
        string database = Locate(DatabasePath);
        if (UnixFiles.GetIdentity(database) is { } identity && s_databases.Any(path => UnixFiles.GetIdentity("/" + path) == identity))
            throw Unsafe($"rpm's database in the image '{root}' is that of this machine, mounted there.", "Unmount it from the image.");
        CheckFolder(database);
        CheckFolders(folders);
    }

    /// <summary>Refuses an image in which folders that dnf reads or writes from outside are reached through a link, or hold anything but files.</summary>
    /// <exception cref="PatchException">ImageUnsafe.</exception>
    public void CheckFolders(IEnumerable<string> folders)
    {
        foreach (string name in folders)
        {
            string folder = Path.Combine(root, name);
            if (!string.Equals(Locate(name), folder, StringComparison.Ordinal))
                throw Unsafe($"'/{name}' in the image '{root}' is reached through a link: the package manager works on the image from outside, and would follow it out of the image.", "Put a folder there.");
            CheckFolder(folder);
        }
    }

    /// <summary>rpm expands macros in the paths that it is given, and one of its macros runs a program.</summary>
    private string WithoutMacros(string folder) => folder.Any(c => c == Macro || char.IsControl(c))
        ? throw Unsafe(
            $"rpm would not take the path '{PrintableText.Of(folder)}' of its database as it stands there: a '{Macro}' begins a macro, and some of these run programs.",
            "Mount the image at a path without such characters, and have no link lead to one.")
        : folder;

    private void CheckFolder(string folder)
    {
        if (UnixFiles.GetKind(folder) is null)
            return;
        string[] folders = [.. files.GetDirectories(folder)];
        IEnumerable<string> strange = files.GetFiles(folder).Where(file => UnixFiles.GetKind(file) is not FileKind.File)
            .Concat(folders.Where(inner => UnixFiles.GetKind(inner) is not FileKind.Folder));
        if (strange.FirstOrDefault() is { } file)
            throw Unsafe($"'{file}' is no plain file: the package manager works on the image from outside, and would follow it out of the image, or wait at it for ever.", "Put a plain file there, or remove it.");
        foreach (string inner in folders)
            CheckFolder(inner);
    }

    private PatchException Unsafe(string problem, string action) => new(ErrorIds.ImageUnsafe, ErrorKind.InvalidData, problem + " Nothing was changed.", root, action);

    /// <summary>A file; null where there is none.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable.</exception>
    public string? ReadText(string path) =>
        AptImage.ReadPlainFile(files, Locate(path), MaximumFileBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public bool HasFile(string path) => UnixFiles.GetKind(Locate(path)) is FileKind.File;

    /// <summary>The paths, within the system, of a folder's files, links among them.</summary>
    public IEnumerable<string> Files(string folder) => files.GetFiles(Locate(folder)).Select(file => $"{folder}/{Path.GetFileName(file)}");

    /// <summary>The paths, within the system, of a folder's folders.</summary>
    public IEnumerable<string> Folders(string folder) => files.GetDirectories(Locate(folder)).Select(file => $"{folder}/{Path.GetFileName(file)}");
}
