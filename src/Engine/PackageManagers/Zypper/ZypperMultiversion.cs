namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Packages of which zypper keeps several versions beside each other: kernels. Pure.</summary>
internal sealed class ZypperMultiversion
{
    private const string Provides = "provides:";
    private static readonly char[] s_separators = [',', ' ', '\t', '\r', '\n'];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _capabilities = new(StringComparer.Ordinal);

    /// <summary>What is asked of rpm about packages: one line for each name that they provide.</summary>
    public const string Format = @"[%{=NAME}\t%{PROVIDENAME}\n]";

    /// <param name="settings">Values of <c>multiversion</c>, and the files of <c>multiversion.d</c>.</param>
    public ZypperMultiversion(IEnumerable<string> settings)
    {
        foreach (string word in settings.SelectMany(text => text.Split('\n')).Where(line => !line.TrimStart().StartsWith("#", StringComparison.Ordinal)).SelectMany(line => line.Split(s_separators, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (word.StartsWith(Provides, StringComparison.Ordinal))
                _capabilities.Add(word.Substring(Provides.Length));
            else
                _names.Add(word);
        }
    }

    /// <summary>Names of those that are kept.</summary>
    /// <param name="output">What rpm says of them by <see cref="Format"/>.</param>
    public IReadOnlyCollection<string> Find(string output)
    {
        HashSet<string> kept = new(StringComparer.Ordinal);
        foreach (string line in output.Split('\n'))
        {
            string[] fields = line.Split('\t');
            if (fields.Length == 2 && (_names.Contains(fields[0]) || _capabilities.Contains(fields[1])))
                kept.Add(fields[0]);
        }

        return kept;
    }
}
