using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What follows the question mark in the address of a repository: settings for libzypp, some of which lead to files or leave out a check. Pure.</summary>
internal static class ZypperAddress
{
    private const string Credentials = "credentials";
    private const string Encryption = "ssl_";
    private const string Verification = "ssl_verify";

    private static readonly Regex s_fileName = new(@"^[A-Za-z0-9_-][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Whether it has libzypp read a file that is not one of the credentials in its own folder. A variable may stand for such a setting.</summary>
    public static bool NamesFile(string address) => Settings(address).Any(setting =>
        setting.Key.IndexOf('$') >= 0
        || (setting.Key is Credentials && !s_fileName.IsMatch(setting.Value))
        || (setting.Key.StartsWith(Encryption, StringComparison.Ordinal) && setting.Key is not Verification));

    /// <summary>Whether the server's certificate would not be looked at as it is by itself.</summary>
    public static bool LeavesOutCheck(string address) => Settings(address).Any(setting => setting.Key is Verification && setting.Value is not "yes");

    private static IEnumerable<KeyValuePair<string, string>> Settings(string address)
    {
        int start = address.IndexOf('?');
        return start < 0
            ? []
            : from part in address.Substring(start + 1).Split('&')
              let words = part.Split(['='], 2)
              select new KeyValuePair<string, string>(Uri.UnescapeDataString(words[0]), words.Length > 1 ? Uri.UnescapeDataString(words[1]) : "");
    }
}
