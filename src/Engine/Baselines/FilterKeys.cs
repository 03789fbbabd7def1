using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Which filter keys each operating system knows, their names in JSON, and their values where the list of values is closed.</summary>
public static class FilterKeys
{
    /// <summary>The value that stands for any.</summary>
    public const string Any = "*";

    private static readonly Dictionary<PatchFilterKey, string> s_wireNames = new()
    {
        [PatchFilterKey.PatchSet] = "PATCH_SET",
        [PatchFilterKey.Product] = "PRODUCT",
        [PatchFilterKey.ProductFamily] = "PRODUCT_FAMILY",
        [PatchFilterKey.Classification] = "CLASSIFICATION",
        [PatchFilterKey.MsrcSeverity] = "MSRC_SEVERITY",
        [PatchFilterKey.Severity] = "SEVERITY",
        [PatchFilterKey.Priority] = "PRIORITY",
        [PatchFilterKey.Section] = "SECTION",
    };

    private static readonly Dictionary<string, PatchFilterKey> s_byWireName =
        s_wireNames.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly PatchFilterKey[] s_windows =
        [PatchFilterKey.PatchSet, PatchFilterKey.Product, PatchFilterKey.ProductFamily, PatchFilterKey.Classification, PatchFilterKey.MsrcSeverity];

    private static readonly PatchFilterKey[] s_macOS = [PatchFilterKey.Product, PatchFilterKey.Classification];

    private static readonly PatchFilterKey[] s_debianFamily = [PatchFilterKey.Product, PatchFilterKey.Priority, PatchFilterKey.Section];

    private static readonly PatchFilterKey[] s_rpm = [PatchFilterKey.Product, PatchFilterKey.Classification, PatchFilterKey.Severity];

    private static readonly string[] s_patchSets = ["OS", "APPLICATION"];

    private static readonly string[] s_windowsClassifications =
        ["CriticalUpdates", "DefinitionUpdates", "Drivers", "FeaturePacks", "SecurityUpdates", "ServicePacks", "Tools", "UpdateRollups", "Updates", "Upgrades"];

    private static readonly string[] s_msrcSeverities = ["Critical", "Important", "Moderate", "Low", "Unspecified"];

    private static readonly string[] s_priorities = ["Required", "Important", "Standard", "Optional", "Extra"];

    private static readonly string[] s_rpmClassifications = ["Security", "Bugfix", "Enhancement", "Recommended", "Newpackage"];

    private static readonly string[] s_suseClassifications = ["Security", "Recommended", "Optional", "Feature", "Document", "Yast"];

    // The service says Medium where publishers say Moderate: a baseline may use either word.
    private static readonly string[] s_rpmSeverities = ["Critical", "Important", "Medium", "Moderate", "Low"];

    private static readonly string[] s_amazonLinux2023Severities = [.. s_rpmSeverities, "None"];

    /// <summary>The keys that a baseline for this system may filter by.</summary>
    public static IReadOnlyList<PatchFilterKey> For(PatchOperatingSystem operatingSystem) => operatingSystem switch
    {
        PatchOperatingSystem.Windows => s_windows,
        PatchOperatingSystem.MacOS => s_macOS,
        PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian => s_debianFamily,
        _ => s_rpm,
    };

    /// <summary>The name as it stands in baselines, for example <c>PATCH_SET</c>.</summary>
    public static string ToWireName(this PatchFilterKey key) => s_wireNames[key];

    /// <summary>Reads a wire name; case counts, as it does for the service.</summary>
    public static bool TryParseWireName(string text, out PatchFilterKey key) => s_byWireName.TryGetValue(text, out key);

    /// <summary>The values that exist for a key of this system, apart from <see cref="Any"/>; null where the list is open.</summary>
    public static IReadOnlyList<string>? ClosedValues(PatchOperatingSystem operatingSystem, PatchFilterKey key) => (operatingSystem, key) switch
    {
        (PatchOperatingSystem.Windows, PatchFilterKey.PatchSet) => s_patchSets,
        (PatchOperatingSystem.Windows, PatchFilterKey.Classification) => s_windowsClassifications,
        (PatchOperatingSystem.Windows, PatchFilterKey.MsrcSeverity) => s_msrcSeverities,
        (PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian, PatchFilterKey.Priority) => s_priorities,
        (PatchOperatingSystem.MacOS or PatchOperatingSystem.Windows, _) => null,
        (PatchOperatingSystem.Suse, PatchFilterKey.Classification) => s_suseClassifications,
        (PatchOperatingSystem.AmazonLinux2023, PatchFilterKey.Severity) => s_amazonLinux2023Severities,
        (_, PatchFilterKey.Classification) => s_rpmClassifications,
        (_, PatchFilterKey.Severity) => s_rpmSeverities,
        _ => null,
    };

    /// <summary>Refuses a key that the system does not have and a value outside a closed list.</summary>
    /// <param name="operatingSystem">The system the filter's baseline is for.</param>
    /// <param name="filter">The filter to judge.</param>
    /// <param name="path">Where the filter stands, for the message.</param>
    /// <exception cref="PatchException"><see cref="ErrorIds.BaselineInvalid"/>, naming what is legal.</exception>
    public static void Validate(PatchOperatingSystem operatingSystem, PatchFilter filter, string path)
    {
        string? complaint = ComplainAboutKey(operatingSystem, filter.Key);
        if (complaint is not null) throw Invalid($"{path}.Key", complaint);

        for (int i = 0; i < filter.Values.Count; i++)
        {
            complaint = ComplainAboutValue(operatingSystem, filter.Key, filter.Values[i]);
            if (complaint is not null) throw Invalid($"{path}.Values[{i}]", complaint);
        }
    }

    internal static string? ComplainAboutKey(PatchOperatingSystem operatingSystem, PatchFilterKey key) =>
        For(operatingSystem).Contains(key) ? null : ComplainAboutKey(operatingSystem, key.ToWireName());

    internal static string ComplainAboutKey(PatchOperatingSystem operatingSystem, string wireName) =>
        $"{QuotedText.Quote(wireName)} is no filter key of {operatingSystem.ToWireName()}; its keys are {QuotedText.List(For(operatingSystem).Select(ToWireName))}";

    internal static string? ComplainAboutValue(PatchOperatingSystem operatingSystem, PatchFilterKey key, string value)
    {
        if (string.Equals(value, Any, StringComparison.Ordinal)) return null;

        IReadOnlyList<string>? values = ClosedValues(operatingSystem, key);
        return values is null || values.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{QuotedText.Quote(value)} is no {key.ToWireName()} of {operatingSystem.ToWireName()}; legal are {QuotedText.List(values)} and {Any}";
    }

    private static PatchException Invalid(string path, string complaint) =>
        new(ErrorIds.BaselineInvalid, ErrorKind.InvalidData, $"The baseline is not valid: {path}: {complaint}.", path);
}
