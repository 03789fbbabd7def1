namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The types of notices, as a CLASSIFICATION filter names them.</summary>
internal static class NoticeTypes
{
    // The values of DescribePatchProperties, and what publishers write for them.
    private static readonly Dictionary<string, string> s_classifications = new(StringComparer.OrdinalIgnoreCase)
    {
        ["security"] = "Security",
        ["bugfix"] = "Bugfix",
        ["bug-fix"] = "Bugfix",
        ["bug fix"] = "Bugfix",
        ["enhancement"] = "Enhancement",
        ["recommended"] = "Recommended",
        ["newpackage"] = "Newpackage",
        ["new-package"] = "Newpackage",
        ["optional"] = "Optional",
        ["feature"] = "Feature",
        ["document"] = "Document",
        ["yast"] = "Yast",
    };

    /// <summary>An unknown type stands with a capital letter; no type gives an empty text.</summary>
    public static string Classification(string type)
    {
        type = type.Trim();
        if (s_classifications.TryGetValue(type, out string? classification))
            return classification;
        return type.Length == 0 ? "" : char.ToUpperInvariant(type[0]) + type.Substring(1).ToLowerInvariant();
    }
}
