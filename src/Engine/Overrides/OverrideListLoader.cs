using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Loads an install override list from where a user says that it is.</summary>
public sealed class OverrideListLoader(DocumentLoader documents)
{
    /// <exception cref="PatchException">The text names no list, the list cannot be had, or is none.</exception>
    public async Task<OverrideList> LoadAsync(string source, CancellationToken cancellationToken)
    {
        DocumentSource parsed = ParseSource(source);
        return OverrideListReader.Read(await FetchAsync(parsed, cancellationToken).ConfigureAwait(false), parsed.DisplayName);
    }

    /// <summary>Gives entries that are not valid, too: only to be looked at.</summary>
    /// <exception cref="PatchException">The text names no list, the list cannot be had, or is none as a whole.</exception>
    public async Task<OverrideList> LoadAllAsync(string source, CancellationToken cancellationToken)
    {
        DocumentSource parsed = ParseSource(source);
        return OverrideListReader.ReadAll(await FetchAsync(parsed, cancellationToken).ConfigureAwait(false), parsed.DisplayName);
    }

    /// <summary>Where a list is that a user names.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListAddressInvalid"/></exception>
    public static DocumentSource ParseSource(string text) => DocumentSource.Parse(text, OverrideListReader.Terms);

    private Task<byte[]> FetchAsync(DocumentSource source, CancellationToken cancellationToken) => documents.FetchAsync(source, OverrideListReader.Terms, cancellationToken);
}
