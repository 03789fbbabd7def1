using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Loads an install override list from where a user says that it is.</summary>
/// <param name="files">For lists in local files.</param>
/// <param name="web">Made only for a list on the web: nothing else needs what it brings along.</param>
/// <param name="objects">Made only for a list in S3.</param>
public sealed class OverrideListLoader(IFileSystem files, Func<IWebFetcher> web, Func<IObjectStore> objects)
{
    /// <exception cref="PatchException">The text names no list, the list cannot be had, or is none.</exception>
    public Task<OverrideList> LoadAsync(string source, CancellationToken cancellationToken) => LoadAsync(OverrideListSource.Parse(source), cancellationToken);

    /// <exception cref="PatchException">The list cannot be had, or is none.</exception>
    public async Task<OverrideList> LoadAsync(OverrideListSource source, CancellationToken cancellationToken) =>
        OverrideListReader.Read(await FetchAsync(source, cancellationToken).ConfigureAwait(false), source.DisplayName);

    /// <summary>Gives entries that are not valid, too: only to be looked at.</summary>
    /// <exception cref="PatchException">The text names no list, the list cannot be had, or is none as a whole.</exception>
    public async Task<OverrideList> LoadAllAsync(string source, CancellationToken cancellationToken)
    {
        OverrideListSource parsed = OverrideListSource.Parse(source);
        return OverrideListReader.ReadAll(await FetchAsync(parsed, cancellationToken).ConfigureAwait(false), parsed.DisplayName);
    }

    private async Task<byte[]> FetchAsync(OverrideListSource source, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return source.Kind switch
        {
            // A terminal, or a share whose server is gone, may keep the reader for ever.
            OverrideListSourceKind.LocalFile => await UncancellableWork.WaitAsync(
                Task.Run(() => OverrideListFile.ReadBytes(files, source.Path!), CancellationToken.None), cancellationToken).ConfigureAwait(false),
            OverrideListSourceKind.Https => await OverrideListDownload.FetchAsync(web(), source.Address!, source.DisplayName, cancellationToken).ConfigureAwait(false),
            _ => await OverrideListObject.FetchAsync(objects(), source.Bucket!, source.Key!, source.DisplayName, cancellationToken).ConfigureAwait(false),
        };
    }
}
