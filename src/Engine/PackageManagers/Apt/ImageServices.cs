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
        byte[] content = Encoding.UTF8.GetBytes(Text);
        if (files.FileExists(path) && !files.ReadAllBytes(path, int.MaxValue).AsSpan().SequenceEqual(content))
            return new ImageServices(files, events, written: null);
        if (!files.DirectoryExists(Path.GetDirectoryName(path)!))
            return new ImageServices(files, events, written: null);
        files.WriteAtomically(path, content);
        UnixFiles.SetMode(path, Executable);
        return new ImageServices(files, events, path);
    }

    /// <summary>Removes what a killed run of ours left in an image.</summary>
    public static void RemoveLeft(AptImage? image, IFileSystem files, IEventSink events)
    {
        if (image?.Locate(PolicyPath) is not { } path || !files.FileExists(path))
            return;
        if (files.ReadAllBytes(path, int.MaxValue).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Text)))
            new ImageServices(files, events, path).Dispose();
    }

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
