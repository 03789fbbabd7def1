namespace PatchBaselineAssociation.Platform;

/// <summary>Fetches a document from where a user says that it is.</summary>
/// <param name="files">For local files.</param>
/// <param name="web">Made only for an https address: nothing else needs what it brings along.</param>
/// <param name="objects">Made only for an object in S3.</param>
public sealed class DocumentLoader(IFileSystem files, Func<IWebFetcher> web, Func<IObjectStore> objects)
{
    /// <exception cref="PatchException">It cannot be had, or is longer than the terms allow.</exception>
    internal async Task<byte[]> FetchAsync(DocumentSource source, DocumentTerms terms, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return source.Kind switch
        {
            // A terminal, or a share whose server is gone, may keep the reader for ever.
            DocumentSourceKind.LocalFile => await UncancellableWork.WaitAsync(
                Task.Run(() => DocumentFile.ReadBytes(files, source.Path!, terms), CancellationToken.None), cancellationToken).ConfigureAwait(false),
            DocumentSourceKind.Https => await DocumentDownload.FetchAsync(web(), source.Address!, source.DisplayName, terms, cancellationToken).ConfigureAwait(false),
            _ => await DocumentObject.FetchAsync(objects(), source.Bucket!, source.Key!, source.DisplayName, terms, cancellationToken).ConfigureAwait(false),
        };
    }
}
