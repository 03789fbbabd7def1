using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The notices of repositories, from the metadata that a package manager has of them.</summary>
/// <param name="files">The disk.</param>
/// <param name="events">Told of notices that cannot be used.</param>
internal sealed class NoticeFiles(IFileSystem files, IEventSink events)
{
    private const long MaximumMetadataBytes = 1024 * 1024;

    /// <summary>Reads those of a repository, if it has any.</summary>
    /// <param name="builder">Takes them.</param>
    /// <param name="metadata">Its <c>repomd.xml</c>.</param>
    /// <param name="locate">Where a file is that is named there.</param>
    /// <param name="selection">The packages that are asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatchException">AdvisoriesUnreadable.</exception>
    public void AddTo(AdvisoryIndexBuilder builder, string metadata, Func<string, string> locate, PackageSelection selection, CancellationToken cancellationToken)
    {
        if (RepositoryMetadata.FindNotices(Read(metadata, path => files.ReadAllBytes(path, MaximumMetadataBytes)), metadata) is not { } notices)
            return;
        string file = locate(notices);
        builder.AddFile(Read(file, files.OpenRead), file, selection, events, cancellationToken);
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.AdvisoriesUnreadable, ErrorKind.ReadError, $"The file '{path}' of a repository cannot be read: {e.Message}", path, "Scan again without -NoRefresh.", e);
        }
    }
}
