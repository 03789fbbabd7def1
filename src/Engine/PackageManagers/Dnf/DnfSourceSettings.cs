using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What a source of a baseline may say of a repository: nothing that would have dnf take what it would not take otherwise. Pure.</summary>
internal static class DnfSourceSettings
{
    public const string Enabled = "enabled";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly Regex s_number = new(@"^-?[0-9]{1,9}\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_amount = new(@"^(-1|[0-9]{1,12}(\.[0-9]{1,6})?[kmgdhsKMGDHS%]?|never)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);
    private static readonly Regex s_remote = new(
        @"^(https?|ftp)://([^/\[\]]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~${}-]+)(:[0-9]{1,5})?(/.*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_local = new(@"^file:///[^/].*\z", RegexOptions.CultureInvariant, s_limit);

    private static readonly HashSet<string> s_yes = new(StringComparer.OrdinalIgnoreCase) { "1", "yes", "true", "on" };
    private static readonly HashSet<string> s_no = new(StringComparer.OrdinalIgnoreCase) { "0", "no", "false", "off" };
    private static readonly string[] s_places = ["baseurl", "metalink", "mirrorlist"];

    /// <summary>Checks of dnf's that a source may ask for and may not leave out.</summary>
    private static readonly HashSet<string> s_checks = new(StringComparer.Ordinal) { "gpgcheck", "sslverify" };

    /// <summary>The same of checks that dnf does not make of itself. Files of repositories often say that they are off: what the system says of them holds then.</summary>
    private static readonly HashSet<string> s_moreChecks = new(StringComparer.Ordinal) { "repo_gpgcheck", "sslverifystatus" };

    private static readonly Dictionary<string, Func<string, string?>> s_known = new(StringComparer.Ordinal)
    {
        ["baseurl"] = Addresses,
        ["metalink"] = Address,
        ["mirrorlist"] = Address,
        ["gpgkey"] = Addresses,
        ["name"] = Any,
        [Enabled] = Switch,
        ["gpgcheck"] = Switch,
        ["repo_gpgcheck"] = Switch,
        ["sslverify"] = Switch,
        ["sslverifystatus"] = Switch,
        ["fastestmirror"] = Switch,
        ["module_hotfixes"] = Switch,
        ["cost"] = Number,
        ["priority"] = Number,
        ["retries"] = Number,
        ["bandwidth"] = Amount,
        ["metadata_expire"] = Amount,
        ["minrate"] = Amount,
        ["throttle"] = Amount,
        ["timeout"] = Amount,
        ["ip_resolve"] = value => value.ToUpperInvariant() is "4" or "6" or "IPV4" or "IPV6" or "WHATEVER" ? null : "is none of 4, 6 and whatever",
        ["exclude"] = Any,
        ["excludepkgs"] = Any,
        ["includepkgs"] = Any,
        ["username"] = Any,
        ["password"] = Any,
        ["proxy"] = value => s_no.Contains(value) || value is "_none_" ? null : Address(value),
        ["proxy_username"] = Any,
        ["proxy_password"] = Any,
        ["sslcacert"] = FilePath,
        ["sslclientcert"] = FilePath,
        ["sslclientkey"] = FilePath,
        ["user_agent"] = Any,
    };

    /// <summary>They change nothing here: dnf reads them over, or is told otherwise in every call.</summary>
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        "countme", "deltarpm", "deltarpm_percentage", "enablegroups", "failovermethod", "fastestmirror_enabled", "http_caching", "keepalive", "mdpolicy",
        "mirrorlist_expire", "report_instanceid", "skip_if_unavailable", "type",
    };

    public static string Known => string.Join(", ", s_known.Keys.OrderBy(key => key, StringComparer.Ordinal));

    public static bool IsKnown(string key) => s_known.ContainsKey(key) || s_ignored.Contains(key);

    public static bool IsPlace(string key) => s_places.Contains(key, StringComparer.Ordinal);

    /// <summary>Whether dnf is to be told of it.</summary>
    public static bool IsHandedOn(string key, string value) => !s_ignored.Contains(key) && !(s_moreChecks.Contains(key) && s_no.Contains(value));

    public static bool IsOff(string? value) => value is not null && s_no.Contains(value);

    /// <summary>What is wrong with the value of a known setting, as the end of a sentence; null where nothing is.</summary>
    public static string? Complain(string key, string value)
    {
        if (s_ignored.Contains(key))
            return null;
        if (value.Length == 0)
            return $"{key} has no value";
        if (s_known[key](value) is { } complaint)
            return $"{key} {complaint}";
        return s_checks.Contains(key) && s_no.Contains(value) ? $"{key} would leave out a check, and no source may do that" : null;
    }

    private static string? Any(string value) => null;

    private static string? Switch(string value) => s_yes.Contains(value) || s_no.Contains(value) ? null : "is neither 1 nor 0";

    private static string? Number(string value) => s_number.IsMatch(value) ? null : "is no whole number";

    private static string? Amount(string value) => s_amount.IsMatch(value) ? null : "is no number";

    private static string? FilePath(string value) => value[0] == '/' && IsPlain(value) ? null : "is no absolute path";

    private static string? Addresses(string value) => DnfSection.Words(value).Select(Address).FirstOrDefault(complaint => complaint is not null);

    private static string? Address(string value)
    {
        if (!s_remote.IsMatch(value) && !s_local.IsMatch(value))
            return "is no address of the form https://, http://, ftp:// or file:///";
        return IsPlain(value) ? null : "has characters that no address has";
    }

    private static bool IsPlain(string value) => value.All(c => c is > ' ' and <= '~' and not ('"' or '\'' or '\\' or '<' or '>'));
}
