namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>Compliance as the service keeps it: items by resource, type and id, and the hash of the last upload of each type.</summary>
public sealed class ComplianceStore
{
    private readonly Lock _lock = new();
    private readonly List<StoredComplianceItem> _items = [];
    private readonly Dictionary<(string Resource, string Type), string> _hashes = [];

    public IReadOnlyList<StoredComplianceItem> Items
    {
        get
        {
            lock (_lock)
                return [.. _items];
        }
    }

    /// <summary>Uploads that were taken.</summary>
    public int AcceptedUploads { get; private set; }

    /// <summary>Uploads that were ignored because their hash was that of the last.</summary>
    public int IgnoredUploads { get; private set; }

    /// <summary>Puts an item there as if somebody else had reported it.</summary>
    public void Add(StoredComplianceItem item)
    {
        lock (_lock)
            Replace(item);
    }

    internal int CountCustomTypes(string resourceId, string with)
    {
        lock (_lock)
        {
            return _items.Where(i => i.ResourceId == resourceId).Select(i => i.ComplianceType).Append(with)
                .Where(t => t.StartsWith("Custom:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count();
        }
    }

    internal void Upload(string resourceId, string type, string? hash, bool complete, IReadOnlyList<StoredComplianceItem> items)
    {
        lock (_lock)
        {
            if (hash is { Length: > 0 })
            {
                if (_hashes.GetValueOrDefault((resourceId, type)) == hash)
                {
                    IgnoredUploads++;
                    return;
                }

                _hashes[(resourceId, type)] = hash;
            }
            else
            {
                _hashes.Remove((resourceId, type));
            }

            AcceptedUploads++;
            if (complete)
                _items.RemoveAll(i => i.ResourceId == resourceId && i.ComplianceType == type);
            foreach (StoredComplianceItem item in items)
                Replace(item);
        }
    }

    private void Replace(StoredComplianceItem item)
    {
        int known = _items.FindIndex(i => i.ResourceId == item.ResourceId && i.ComplianceType == item.ComplianceType && i.Id == item.Id);
        if (known < 0)
            _items.Add(item);
        else
            _items[known] = item;
    }
}
