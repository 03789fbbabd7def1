using System.Collections;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Overrides;

/// <summary>The matches of one entry as four bytes each: a list of wildcards times all versions of a node would fill the memory otherwise.</summary>
internal sealed class OverrideMatchView(OverrideEntry entry, List<(InventoryEntry Package, string Version, AvailablePatch? Patch)> versions) : IReadOnlyList<OverrideMatch>
{
    private const int KindBits = 3;
    private const int NamedBit = 1 << KindBits;
    private const int FlagBits = KindBits + 1;

    private readonly List<int> _packed = [];

    public int Count => _packed.Count;

    public OverrideMatch this[int index]
    {
        get
        {
            (InventoryEntry package, string version, AvailablePatch? patch) = versions[_packed[index] >> FlagBits];
            return new OverrideMatch
            {
                Entry = entry,
                Kind = KindAt(index),
                Package = package,
                Version = version,
                Patch = patch,
                IsVersionNamed = (_packed[index] & NamedBit) != 0,
            };
        }
    }

    public OverrideMatchKind KindAt(int index) => (OverrideMatchKind)(_packed[index] & ((1 << KindBits) - 1));

    public void Add(int version, OverrideMatchKind kind, bool isVersionNamed) => _packed.Add((version << FlagBits) | (isVersionNamed ? NamedBit : 0) | (int)kind);

    public IEnumerator<OverrideMatch> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
