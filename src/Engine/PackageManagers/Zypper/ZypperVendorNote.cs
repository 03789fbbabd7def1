using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What zypper says of a version that it does not take because its vendor is another than that of the installed one.</summary>
/// <param name="Name">The package.</param>
/// <param name="Offered">The version's vendor.</param>
/// <param name="Installed">The installed version's.</param>
/// <param name="Version"><c>name-version-release.architecture</c>, as zypper writes it.</param>
internal sealed record ZypperVendorNote(string Name, string Offered, string Installed, string Version)
{
    private static readonly Regex s_note = new(
        "^There is an update candidate for '(?<name>[^']+)' from vendor '(?<offered>.*?)', while the current vendor is '(?<installed>.*?)'\\. Use 'zypper install (?<version>[^']+)'",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>Reads what <c>zypper update --dry-run</c> says before it asks its solver.</summary>
    public static IReadOnlyList<ZypperVendorNote> Parse(ZypperOutput output) =>
    [
        .. output.Messages
            .Select(message => s_note.Match(message.Text))
            .Where(match => match.Success)
            .Select(match => new ZypperVendorNote(match.Groups["name"].Value, match.Groups["offered"].Value, match.Groups["installed"].Value, match.Groups["version"].Value)),
    ];

    /// <summary>Whether it is about this version.</summary>
    public bool IsAbout(ZypperSolvable offer) =>
        string.Equals(offer.Name, Name, StringComparison.Ordinal)
        && (string.Equals(Version, $"{offer.Name}-{offer.Version}.{offer.Architecture}", StringComparison.Ordinal)
            || string.Equals(Version, $"{offer.Name}-{offer.Version.Substring(offer.Version.IndexOf(':') + 1)}.{offer.Architecture}", StringComparison.Ordinal));
}
