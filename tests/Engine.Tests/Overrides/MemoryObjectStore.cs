using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Overrides;

internal sealed class MemoryObjectStore : IObjectStore
{
    public byte[] Content { get; init; } = [];

    public Exception? Failure { get; init; }

    public (string Bucket, string Key, int MaximumBytes) Asked { get; private set; }

    public Task<byte[]> FetchAsync(string bucket, string key, int maximumBytes, CancellationToken cancellationToken)
    {
        Asked = (bucket, key, maximumBytes);
        return Failure is null ? Task.FromResult(Content) : Task.FromException<byte[]>(Failure);
    }
}
