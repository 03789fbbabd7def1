using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What zypper leaves of a cache outside in an image that it changes: it keeps what it makes of rpm's database there, below the same path. Its end removes that, with the folders that were not there before.</summary>
internal sealed class ZypperTraces : IDisposable
{
    private readonly IFileSystem _files;
    private readonly IEventSink _events;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _missing;

    /// <param name="files">The disk.</param>
    /// <param name="events">Told where something cannot be removed.</param>
    /// <param name="image">The image's folder.</param>
    /// <param name="cache">The cache of the image, outside.</param>
    public ZypperTraces(IFileSystem files, IEventSink events, string image, string cache)
    {
        _files = files;
        _events = events;
        _folder = Path.Combine(image, cache.TrimStart('/'));
        List<string> missing = [];
        for (string folder = _folder; folder.Length > image.Length && !files.DirectoryExists(folder); folder = Path.GetDirectoryName(folder)!)
            missing.Add(folder);
        _missing = missing;
    }

    public void Dispose()
    {
        try
        {
            if (_files.DirectoryExists(_folder))
                _files.DeleteDirectory(_folder);
            foreach (string folder in _missing)
            {
                if (_files.DirectoryExists(folder) && _files.GetDirectories(folder).Count == 0 && _files.GetFiles(folder).Count == 0)
                    _files.DeleteDirectory(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Warn(ErrorIds.CacheUnusable, $"What zypper left in the image at '{_folder}' could not be removed: {e.Message}", _folder);
        }
    }
}
