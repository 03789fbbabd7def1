namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>A section of <c>dnf.conf</c> or of a <c>.repo</c> file.</summary>
/// <param name="Name"><c>main</c>, or the id of a repository.</param>
/// <param name="Settings">In their order; the lines of a value that has several are separated by line feeds.</param>
internal sealed record DnfSection(string Name, IReadOnlyList<KeyValuePair<string, string>> Settings)
{
    public const string Main = "main";

    private static readonly string[] s_off = ["0", "no", "false", "off"];

    public bool IsMain => string.Equals(Name, Main, StringComparison.Ordinal);

    /// <summary>The last value given; null where there is none.</summary>
    public string? this[string key]
    {
        get
        {
            string? found = null;
            foreach (KeyValuePair<string, string> setting in Settings)
            {
                if (string.Equals(setting.Key, key, StringComparison.Ordinal))
                    found = setting.Value;
            }

            return found;
        }
    }

    /// <summary>Whether a setting is on that is on where nothing is said.</summary>
    public static bool IsOn(string? value) => value is null || !s_off.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a list apart as dnf does: commas, blanks and line feeds separate.</summary>
    public static IReadOnlyList<string> Words(string value) => value.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
