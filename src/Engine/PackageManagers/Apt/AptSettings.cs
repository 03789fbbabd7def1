namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>apt's configuration as <c>apt-config dump</c> prints it. Names are compared without case, as apt does.</summary>
internal sealed class AptSettings
{
    private readonly Dictionary<string, string> _values;

    private AptSettings(string text, Dictionary<string, string> values)
    {
        Text = text;
        _values = values;
    }

    /// <summary>The whole configuration as apt printed it.</summary>
    public string Text { get; }

    public string this[string name] => _values.TryGetValue(name, out string? value) ? value : "";

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Reads lines like <c>Dir::State "var/lib/apt";</c>; of a list only the last item is kept, no list is needed here.</summary>
    public static AptSettings Parse(string output)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in output.Split('\n'))
        {
            int quote = line.IndexOf(" \"", StringComparison.Ordinal);
            if (quote > 0 && line.EndsWith("\";", StringComparison.Ordinal) && line.Length >= quote + 4)
                values[line.Substring(0, quote)] = line.Substring(quote + 2, line.Length - quote - 4);
        }

        return new AptSettings(output, values);
    }

    /// <summary>Resolves a folder or file setting as apt does: relative to the setting it is nested in, up to <c>Dir</c>; absolute ones stand for themselves.</summary>
    public string ResolvePath(string name)
    {
        string path = this[name];
        while (!path.StartsWith("/", StringComparison.Ordinal))
        {
            int nesting = name.LastIndexOf("::", StringComparison.Ordinal);
            if (nesting < 0)
                break;
            name = name.Substring(0, nesting);
            path = Combine(this[name], path);
        }

        return path;
    }

    private static string Combine(string folder, string path) =>
        folder.Length == 0 || folder.EndsWith("/", StringComparison.Ordinal) ? folder + path : $"{folder}/{path}";
}
