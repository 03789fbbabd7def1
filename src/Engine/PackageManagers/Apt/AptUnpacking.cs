using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Where the files of packages come to lie in an image. dpkg unpacks and removes them from outside: through a link of the image that leads out of it,
/// it would do so on this machine.</summary>
internal sealed class AptUnpacking
{
    private const int MaximumListBytes = 64 * 1024 * 1024;

    private readonly AptImage _image;
    private readonly string _database;
    private readonly AptCalls _calls;
    private readonly IFileSystem _files;
    private readonly Dictionary<string, string?> _waysOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _diversions = new(StringComparer.Ordinal);

    /// <param name="image">The image.</param>
    /// <param name="database">dpkg's database folder.</param>
    /// <param name="calls">Calls dpkg-deb.</param>
    /// <param name="files">The disk.</param>
    /// <exception cref="PatchException">ImageFileUnreadable: the image's diversions cannot be read.</exception>
    public AptUnpacking(AptImage image, string database, AptCalls calls, IFileSystem files)
    {
        _image = image;
        _database = database;
        _calls = calls;
        _files = files;
        // Three lines each: the path that packages have, where their file goes instead, and who is not diverted.
        string[] lines = ReadLines("diversions");
        for (int i = 0; i + 2 < lines.Length; i += 3)
            _diversions[lines[i]] = lines[i + 1];
    }

    /// <summary>Why a package file must not be unpacked; null where nothing is against it.</summary>
    public async Task<string?> ComplainAboutArchiveAsync(string archive, CancellationToken cancellationToken)
    {
        string output = await _calls.ReadAsync("dpkg-deb", ["--contents", archive], cancellationToken).ConfigureAwait(false);
        return DebContents.Paths(output) is { } paths
            ? Complain(paths)
            : "what dpkg-deb says of its contents is not understood, so that it cannot be told whether all of it would stay in the image";
    }

    /// <summary>Why an installed package must not be replaced, finished or removed; null where nothing is against it.</summary>
    public string? ComplainAboutInstalled(string name, string architecture) =>
        Complain(ReadLines($"info/{name}.list").Concat(ReadLines($"info/{name}:{architecture}.list")));

    private string? Complain(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (ComplainAbout(path) is { } complaint)
                return complaint;
            if (_diversions.TryGetValue(path, out string? other) && ComplainAbout(other) is { } diverted)
                return diverted;
        }

        return null;
    }

    private string? ComplainAbout(string path)
    {
        int end = path.LastIndexOf('/');
        if (end <= 0)
            return null;
        string folder = path.Substring(0, end);
        if (!_waysOut.TryGetValue(folder, out string? link))
            _waysOut[folder] = link = _image.FindWayOut(folder);
        return link is null
            ? null
            : $"'{PrintableText.Of(path, 200)}' would be written outside of the image, because '{PrintableText.Of(link, 200)}' in it is a link that leads out of it where it is not the image's own system that follows it; make it a relative link";
    }

    private string[] ReadLines(string name) =>
        (AptImage.ReadPlainFile(_files, Path.Combine(_database, name), MaximumListBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : "").Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
}
