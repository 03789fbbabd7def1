using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Keeps the maintainer scripts of an image from starting its services on this machine (policy-rc.d of Debian), as long as it is not disposed.</summary>
internal sealed class ImageServices : IDisposable
{
    /// <summary>Where Debian's tools look whether they may start a service.</summary>
    public const string PolicyPath = "/usr/sbin/policy-rc.d";
    private const string Text = "#!/bin/sh\n# Written by PatchBaselineAssociation for the time of an installation; may be deleted.\nexit 101\n";
    private const int Executable = 0x1ED; // rwxr-xr-x
    private const int LongestPolicy = 64 * 1024;

    private readonly IFileSystem _files;
    private readonly IEventSink _events;
    private readonly string? _written;

    private ImageServices(IFileSystem files, IEventSink events, string? written)
    {
        _files = files;
        _events = events;
        _written = written;
    }

    /// <param name="image">The image; null for the running system, whose services are to be restarted.</param>
    /// <param name="files">The disk.</param>
    /// <param name="events">Hears of what could not be removed again.</param>
    public static ImageServices HoldBack(AptImage? image, IFileSystem files, IEventSink events)
    {
        if (image is null)
            return new ImageServices(files, events, written: null);

        // One of the image's own stays; one that a killed run of ours left counts as ours again.
        string path = image.Locate(PolicyPath);
        if ((files.FileExists(path) && !IsOurs(path, files)) || !files.DirectoryExists(Path.GetDirectoryName(path)!))
            return new ImageServices(files, events, written: null);
        try
        {
            files.WriteAtomically(path, Encoding.UTF8.GetBytes(Text));
            UnixFiles.SetMode(path, Executable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e.Message, e);
        }

        return new ImageServices(files, events, path);
    }

    /// <summary>Whether the image lets itself be held back, asked before anything is changed.</summary>
    /// <exception cref="PatchException">ImageNotWritable.</exception>
    public static void Check(AptImage? image, IFileSystem files)
    {
        if (image?.Locate(PolicyPath) is not { } path)
            return;
        string folder = Path.GetDirectoryName(path)!;
        if (files.DirectoryExists(path))
            throw NotWritable(path, "it is a folder.", cause: null);
        if (files.DirectoryExists(folder) && !UnixFiles.IsWritable(folder))
            throw NotWritable(path, "no file can be made in its folder.", cause: null);
    }

    /// <summary>Removes what a killed run of ours left in an image.</summary>
    public static void RemoveLeft(AptImage? image, IFileSystem files, IEventSink events)
    {
        if (image?.Locate(PolicyPath) is not { } path || !files.FileExists(path))
            return;
        if (IsOurs(path, files))
            new ImageServices(files, events, path).Dispose();
    }

    private static bool IsOurs(string path, IFileSystem files)
    {
        try
        {
            return files.ReadAllBytes(path, LongestPolicy).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Text));
        }
        catch (FileTooLargeException)
        {
            return false;
        }
    }

    private static PatchException NotWritable(string path, string problem, Exception? cause) => new(
        ErrorIds.ImageNotWritable,
        ErrorKind.WriteError,
        $"'{path}', which keeps the services of the image from starting on this machine, cannot be written: {problem} Nothing was changed.",
        path,
        "Mount the image so that it can be written.",
        cause);

    public void Dispose()
    {
        if (_written is null)
            return;
        try
        {
            _files.DeleteFile(_written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Warn(ErrorIds.ImageFileLeft, $"'{_written}' keeps the image from starting its services, and could not be removed: {e.Message}", _written);
        }
    }
}
