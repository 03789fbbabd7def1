namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Texts in the order in which they came, each once.</summary>
internal sealed class DistinctTexts
{
    // Fewer are found faster one by one; most notices refer to a handful.
    private const int Few = 8;

    private readonly List<string> _all = [];
    private HashSet<string>? _seen;

    public IReadOnlyList<string> All => _all;

    public void Add(string text)
    {
        if (_seen is null && _all.Count == Few)
            _seen = new HashSet<string>(_all, StringComparer.Ordinal);
        if (_seen?.Add(text) ?? !_all.Contains(text))
            _all.Add(text);
    }

    public void Add(IEnumerable<string> texts)
    {
        foreach (string text in texts)
            Add(text);
    }
}
