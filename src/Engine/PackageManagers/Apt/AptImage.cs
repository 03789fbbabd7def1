using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>apt's files in a mounted image. Links are followed as the image's own system would follow them, so that none leads to a file of this machine.</summary>
/// <param name="files">The disk.</param>
/// <param name="root">The folder that the image is in.</param>
/// <param name="machineDatabase">dpkg's database of this machine.</param>
internal sealed class AptImage(IFileSystem files, string root, string machineDatabase = "/var/lib/dpkg")
{
    private const int MaximumFileBytes = 4 * 1024 * 1024;
    private const int MaximumQuotedLength = 200;
    private const string NotPlain = "It is a pipe, a socket, a device or a link, and no plain file.";
    private const string LogFolder = "/var/log/apt";

    /// <summary>What is written outside of dpkg's database and apt's logs, as it is found inside the image.</summary>
    private static readonly string[] s_writtenFiles = ["/var/log/dpkg.log", "/var/lib/apt/extended_states", ImageServices.PolicyPath];

    /// <summary>dpkg's database folder.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken: there is none inside the image.</exception>
    public string DatabaseFolder
    {
        get
        {
            string? folder = Resolve("var/lib/dpkg");
            if (folder is not null && UnixFiles.GetKind(Path.Combine(folder, "status")) is null or FileKind.File)
                return folder;
            throw new PatchException(
                ErrorIds.PackageDatabaseBroken,
                ErrorKind.InvalidData,
                $"dpkg's database in the image '{root}' is reached through links that lead in circles, or its status file is no plain file.",
                root,
                "Mount the image so that var/lib/dpkg/status is a file.");
        }
    }

    /// <summary>The settings that a scan takes over, in the order of apt.conf(5): the parts, then the main file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings() => AptImageSettings.Select(
        Parts("etc/apt/apt.conf.d", "", ".conf").Select(part => part.Text)
            .Concat(ReadText("etc/apt/apt.conf") is { } main ? [main] : []));

    /// <summary>Where a path of the image is from outside, links followed; a path that leads nowhere stays inside the image.</summary>
    /// <exception cref="PatchException">ImageUnsafe: its links lead in a circle. Whoever followed them from outside would leave the image.</exception>
    public string Locate(string path) => Resolve(path.TrimStart('/'))
        ?? throw Unsafe($"'{path}' in the image '{root}' is reached through links that lead in a circle.", "Mend the links in the image.");

    /// <summary>Refuses an image whose database would keep dpkg waiting for ever: it reads all of these files for every question.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable.</exception>
    public void CheckRead()
    {
        string database = DatabaseFolder;
        IEnumerable<string> read = new[] { database, Path.Combine(database, "updates"), Path.Combine(database, "triggers") }.SelectMany(folder => List(folder, files.GetFiles));

        // Of the many files in info this alone is read for every question.
        foreach (string file in read.Append(Path.Combine(database, "info", "format")))
        {
            if (UnixFiles.LeadsToSpecial(file))
                throw Unreadable(file, new IOException(NotPlain));
        }
    }

    /// <summary>Refuses an image in which apt and dpkg, who work on it from outside, would write to something else than files of the image, or wait for ever at a pipe.</summary>
    /// <exception cref="PatchException">ImageUnsafe.</exception>
    public void CheckWritten()
    {
        string database = DatabaseFolder;
        if (UnixFiles.GetIdentity(database) is { } identity && identity == UnixFiles.GetIdentity(machineDatabase))
            throw Unsafe($"dpkg's database in the image '{root}' is that of this machine, mounted there.", "Unmount it from the image.");
        CheckFolder(database);
        CheckFolder(Locate(LogFolder));
        foreach (string path in s_writtenFiles)
        {
            if (UnixFiles.GetKind(Locate(path)) is not (null or FileKind.File))
                throw NoFile(Locate(path));
        }
    }

    /// <summary>What in the way to a folder of the image leads out of it where it is not the image's own system that follows it; null where nothing does.</summary>
    public string? FindWayOut(string folder) => ImagePath.FindWayOut(root, folder, files.GetLinkTarget);

    public PatchException Unsafe(string problem, string action) => new(ErrorIds.ImageUnsafe, ErrorKind.InvalidData, problem + " Nothing was changed.", root, action);

    private static PatchException Unreadable(string path, Exception cause) => new(
        ErrorIds.ImageFileUnreadable,
        cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.ReadError,
        $"The image's file '{path}' cannot be read: {cause.Message}",
        path,
        "Mend or remove the file in the image, or run as a user who may read it.",
        cause);

    private void CheckFolder(string folder)
    {
        FileKind? kind = UnixFiles.GetKind(folder);
        if (kind is not (null or FileKind.Folder))
            throw NoFile(folder);
        foreach (string file in List(folder, files.GetFiles))
        {
            if (UnixFiles.GetKind(file) is not (null or FileKind.File))
                throw NoFile(file);
        }

        foreach (string inner in List(folder, files.GetDirectories))
            CheckFolder(inner);
    }

    /// <summary>Scans and plans need no rights: what their user may not look into, dpkg, started by the same user, reads and writes as little.</summary>
    private static IReadOnlyList<string> List(string folder, Func<string, IReadOnlyList<string>> list)
    {
        try
        {
            return list(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private PatchException NoFile(string path) => Unsafe(
        $"'{PathInside(path)}' in the image '{root}' is {(files.GetLinkTarget(path) is { } target ? $"a link to '{PrintableText.Of(target, MaximumQuotedLength)}'" : "neither a file nor a folder where one is expected")}: apt and dpkg work on the image from outside, and would follow it out of the image, or wait at it for ever.",
        "Put a plain file or folder there, or remove it.");

    private string PathInside(string path) => PrintableText.Of(path.Substring(root.Length), MaximumQuotedLength);

    /// <summary>The source entries of a file, as apt can use them from outside.</summary>
    /// <exception cref="PatchException">ImageUnsafe: an entry would have apt start a program that is none of its methods.</exception>
    public string Sources(string path, string text)
    {
        if (AptImageSources.FindUnsafe(text) is { } entry)
        {
            throw Unsafe(
                $"'/{path}' in the image '{root}' names '{PrintableText.Of(entry, MaximumQuotedLength)}', in which what stands before the colon is no name of a method such as https: apt would start it as a program.",
                "Mend or remove the entry in the image.");
        }

        return AptImageSources.Rewrite(text, Locate);
    }

    public string? ReadText(string path) => Read(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>A file; null where there is none.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable.</exception>
    public byte[]? Read(string path) => Resolve(path) is { } full ? ReadPlainFile(files, full, MaximumFileBytes) : null;

    /// <summary>Reads a file of an image; null where there is none. Links are followed no more.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable: it is no file, or too large, or cannot be read.</exception>
    public static byte[]? ReadPlainFile(IFileSystem files, string path, long maximumBytes)
    {
        try
        {
            if (UnixFiles.GetKind(path) is FileKind.Special or FileKind.Link)
                throw new IOException(NotPlain);
            return files.FileExists(path) ? files.ReadAllBytes(path, maximumBytes) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Whether a located path is a file that can be read to its end; false where there is none.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable: it is a pipe, a socket or a device.</exception>
    public bool IsPlainFile(string located)
    {
        RefuseSpecial(located);
        return files.FileExists(located);
    }

    /// <summary>Refuses what whoever opens it may wait at for ever.</summary>
    /// <exception cref="PatchException">ImageFileUnreadable: it is a pipe, a socket or a device.</exception>
    public static void RefuseSpecial(string located)
    {
        if (UnixFiles.GetKind(located) is FileKind.Special)
            throw Unreadable(located, new IOException(NotPlain));
    }

    /// <summary>The texts of a folder's files that have one of the extensions.</summary>
    public IEnumerable<(string Name, string Text)> Parts(string folder, params string[] extensions)
    {
        foreach (string name in Names(folder))
        {
            if (extensions.Contains(Path.GetExtension(name), StringComparer.Ordinal) && ReadText($"{folder}/{name}") is { } text)
                yield return (name, text);
        }
    }

    /// <summary>The names of a folder's files, links among them.</summary>
    public IEnumerable<string> Names(string folder) =>
        Resolve(folder) is { } full ? files.GetFiles(full).Select(file => Path.GetFileName(file)) : [];

    private string? Resolve(string path) => ImagePath.Resolve(root, path, files.GetLinkTarget);
}
