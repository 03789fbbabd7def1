namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Texts in the order in which they came, each once.</summary>
internal sealed class DistinctTexts
{
    private readonly List<string> _all = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => _all;

    public void Add(string text)
    {
        if (_seen.Add(text))
            _all.Add(text);
    }

    public void Add(IEnumerable<string> texts)
    {
        foreach (string text in texts)
            Add(text);
    }
}
