using System.Collections.Concurrent;
using System.Text;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>A bucket of S3.</summary>
public sealed class StoredBucket
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);

    public required string Name { get; init; }

    public required string Region { get; init; }

    /// <summary>Whether objects are handed to whoever asks, signed or not.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Whether nobody is let in.</summary>
    public bool DeniesAll { get; set; }

    public StoredObject Put(string key, ReadOnlyMemory<byte> content) => _objects[key] = new StoredObject { Content = content };

    public StoredObject Put(string key, string content) => Put(key, Encoding.UTF8.GetBytes(content));

    /// <summary>An object that is streamed and never held.</summary>
    public StoredObject PutHuge(string key, long length) =>
        _objects[key] = new StoredObject { Content = Encoding.UTF8.GetBytes(new string(' ', 65536)), Length = length };

    public bool Has(string key) => _objects.ContainsKey(key);

    public void Remove(string key) => _objects.TryRemove(key, out _);

    internal StoredObject? Find(string key) => _objects.GetValueOrDefault(key);
}
