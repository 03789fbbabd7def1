using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>apt's files in a mounted image. Links are followed as the image's own system would follow them, so that none leads to a file of this machine.</summary>
internal sealed class AptImage(IFileSystem files, string root)
{
    private const int MaximumFileBytes = 4 * 1024 * 1024;

    /// <summary>dpkg's database folder.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken: there is none inside the image.</exception>
    public string DatabaseFolder
    {
        get
        {
            string? folder = Resolve("var/lib/dpkg");
            if (folder is not null && files.GetLinkTarget(Path.Combine(folder, "status")) is null)
                return folder;
            throw new PatchException(
                ErrorIds.PackageDatabaseBroken,
                ErrorKind.InvalidData,
                $"dpkg's database in the image '{root}' is reached through links that lead in circles, or its status file is a link.",
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
    public string Locate(string path) => Resolve(path.TrimStart('/')) ?? throw new PatchException(
        ErrorIds.ImageUnsafe,
        ErrorKind.InvalidData,
        $"'{path}' in the image '{root}' is reached through links that lead in a circle. Nothing was changed.",
        root,
        "Mend the links in the image.");

    /// <summary>The source entries of a file, as apt can use them from outside.</summary>
    /// <exception cref="PatchException">ImageUnsafe: an entry would have apt start a program that is none of its methods.</exception>
    public string Sources(string path, string text)
    {
        if (AptImageSources.FindUnsafe(text) is { } entry)
        {
            throw new PatchException(
                ErrorIds.ImageUnsafe,
                ErrorKind.InvalidData,
                $"'/{path}' in the image '{root}' names '{PrintableText.Of(entry, 200)}', in which what stands before the colon is no name of a method such as https: apt would start it as a program. Nothing was changed.",
                root,
                "Mend or remove the entry in the image.");
        }

        return AptImageSources.Rewrite(text, Locate);
    }

    public string? ReadText(string path) => Read(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>A file; null where there is none.</summary>
    public byte[]? Read(string path) =>
        Resolve(path) is { } full && files.FileExists(full) ? files.ReadAllBytes(full, MaximumFileBytes) : null;

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
