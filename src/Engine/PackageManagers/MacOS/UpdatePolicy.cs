using System.Globalization;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What Apple does not say of its updates and has to be told from their names: what they are, and which of them this module cannot put on. Pure.</summary>
/// <param name="systemVersion">The version of macOS that runs.</param>
/// <param name="isAppleSilicon">Whether the Mac has a processor of Apple's own.</param>
internal sealed class UpdatePolicy(string systemVersion, bool isAppleSilicon)
{
    private const string Security = "Security";
    private const string Recommended = "Recommended";
    private const string Optional = "Optional";

    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The system itself, as in <c>macOS Ventura 13.6.1</c> and <c>macOS Supplemental Update</c>; <c>macOS Installer Notification</c> is something else.</summary>
    private static readonly Regex s_system = new(
        @"^(macOS|OS X|Mac OS X)\b.*(\b\d+(\.\d+)*\b|\bUpdate\b|\bBeta\b)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_release = new(
        @"^(macOS|OS X)( [A-Z][A-Za-z]*)* (?<version>\d+(\.\d+)*)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    /// <summary>A release by its name alone, as <c>macOS Sonoma</c>; what else begins so has versions of its own.</summary>
    private static readonly Regex s_releaseName = new(
        @"^(macOS|OS X)( [A-Z][A-Za-z]*){0,3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_releaseVersion = new(@"^[1-9]\d\.\d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    private static readonly Regex s_security = new(
        @"\bSecurity\b|^XProtect|^MRT|^Gatekeeper|^Safari|^TCC|^KextPolicy|^Kext|^CoreLSKD|^IncompatibleAppList|\bRapid Security Response\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_matchTimeout);

    /// <summary>Values for a CLASSIFICATION filter.</summary>
    public static IReadOnlyList<string> Classify(string title, bool? isRecommended)
    {
        List<string> values = [];
        if (s_system.IsMatch(title) || s_security.IsMatch(title))
            values.Add(Security);
        if (isRecommended is { } recommended)
            values.Add(recommended ? Recommended : Optional);
        return values;
    }

    /// <summary>Why it is not put on; null where nothing keeps it away.</summary>
    public Restriction? Find(SoftwareUpdateItem item)
    {
        if ((s_system.IsMatch(item.Title) || s_releaseName.IsMatch(item.Title)) && ReleaseOf(item) is { } release && IsOther(release))
        {
            return new Restriction(
                RestrictionKind.SystemUpgrade, $"it is an upgrade from macOS {Release(systemVersion)} to macOS {Release(release)}, and patching never upgrades the system to another release");
        }

        return item.Action switch
        {
            UpdateAction.Unknown => new Restriction(
                RestrictionKind.ByHand, $"softwareupdate says that it takes the action '{item.ActionWord}', which this module does not know; install it in System Settings"),
            UpdateAction.ShutDown => new Restriction(
                RestrictionKind.ByHand, "it is put on while the Mac is shut down, and a Mac that was shut down does not come back by itself; install it in System Settings"),
            UpdateAction.Restart when isAppleSilicon => new Restriction(
                RestrictionKind.ByHand,
                "this Mac has Apple silicon, where such an update takes the password of a volume owner, which nobody can give here; install it in System Settings, "
                    + $"by device management, or with 'softwareupdate --install --restart --user (volume owner)' and the label '{item.Label}'"),
            _ => null,
        };
    }

    /// <summary>The release that the title names; the version of an update may be that of something else.</summary>
    private static string? ReleaseOf(SoftwareUpdateItem item)
    {
        if (s_release.Match(item.Title) is { Success: true } match)
            return match.Groups["version"].Value;
        return s_releaseVersion.IsMatch(item.Version) ? item.Version : null;
    }

    private bool IsOther(string version) => systemVersion.Length > 0 && !string.Equals(Release(version), Release(systemVersion), StringComparison.Ordinal);

    /// <summary><c>10.15</c> of 10.15.7, <c>13</c> of 13.6.1.</summary>
    private static string Release(string version)
    {
        string[] parts = version.Split('.', ' ');
        return string.Equals(parts[0], "10", StringComparison.Ordinal) && parts.Length > 1
            ? string.Format(CultureInfo.InvariantCulture, "10.{0}", parts[1])
            : parts[0];
    }
}
