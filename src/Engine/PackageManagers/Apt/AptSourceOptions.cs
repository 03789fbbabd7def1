namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What a source may tell apt beside where it is: nothing that would have apt take what it would not take otherwise. Pure.</summary>
internal static class AptSourceOptions
{
    public const string SignedBy = "Signed-By";

    /// <summary>Names in a line, and in a stanza.</summary>
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["arch"] = "Architectures",
        ["arch+"] = "Architectures-Add",
        ["arch-"] = "Architectures-Remove",
        ["lang"] = "Languages",
        ["lang+"] = "Languages-Add",
        ["lang-"] = "Languages-Remove",
        ["target"] = "Targets",
        ["target+"] = "Targets-Add",
        ["target-"] = "Targets-Remove",
        ["pdiffs"] = "PDiffs",
        ["by-hash"] = "By-Hash",
        ["valid-until-max"] = "Valid-Until-Max",
        ["snapshot"] = "Snapshot",
        ["signed-by"] = SignedBy,
    };

    /// <summary>Checks of apt's, by their names in a stanza, with whether their option is on where the check is made. In a line they have the same names.</summary>
    private static readonly Dictionary<string, bool> s_checks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Trusted"] = false,
        ["Allow-Insecure"] = false,
        ["Allow-Weak"] = false,
        ["Allow-Downgrade-To-Insecure"] = false,
        ["Check-Valid-Until"] = true,
        ["Check-Date"] = true,
    };

    /// <summary>They have apt take lists that are too old, or of tomorrow.</summary>
    private static readonly string[] s_loosening = ["Valid-Until-Min", "Date-Max-Future"];

    private static readonly string[] s_yes = ["yes", "true", "on", "1"];
    private static readonly string[] s_no = ["no", "false", "off", "0"];
    private static readonly Dictionary<string, string> s_byField = s_allowed.Values.ToDictionary(name => name, name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field that an option of a line is in a stanza; null where there is none.</summary>
    public static string? FieldOfOption(string name) => s_allowed.TryGetValue(name, out string? field) ? field : Check(name);

    /// <summary>The field as apt's manual spells it; null where there is none.</summary>
    public static string? FieldOfStanza(string name) => s_byField.TryGetValue(name, out string? field) ? field : Check(name);

    public static string NamesInLines => string.Join(", ", s_allowed.Keys);

    public static string NamesInStanzas => string.Join(", ", s_allowed.Values);

    /// <summary>What is wrong with the values of a field, as the end of a sentence; null where nothing is.</summary>
    public static string? Complain(string field, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return $"{field} has no value";
        if (s_checks.TryGetValue(field, out bool isOn) && !values.All(value => (isOn ? s_yes : s_no).Contains(value, StringComparer.OrdinalIgnoreCase)))
            return $"{field} would have apt leave out a check, and no source may do that";
        if (s_loosening.Contains(field, StringComparer.OrdinalIgnoreCase))
            return $"{field} would have apt take lists outside of the time for which they are valid, and no source may do that";
        if (string.Equals(field, SignedBy, StringComparison.Ordinal) && values.FirstOrDefault(value => !IsKey(value)) is not null)
            return "signed-by takes absolute paths of keyrings and fingerprints of keys";
        return null;
    }

    private static string? Check(string name) =>
        s_checks.Keys.Concat(s_loosening).FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsKey(string value)
    {
        string fingerprint = value.EndsWith("!", StringComparison.Ordinal) ? value.Substring(0, value.Length - 1) : value;
        return value[0] == '/' || (fingerprint.Length is >= 16 and <= 64 && fingerprint.All(Uri.IsHexDigit));
    }
}
