using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>An entry of apt's preferences about one version.</summary>
/// <param name="Package">The name that apt knows the package by.</param>
/// <param name="Version">The version.</param>
/// <param name="Priority"><see cref="First"/> or <see cref="Never"/>.</param>
internal sealed record AptPreference(string Package, string Version, int Priority)
{
    /// <summary>Above every repository, and below what would go back to an older version.</summary>
    public const int First = 995;

    /// <summary>Keeps the version from being installed.</summary>
    public const int Never = -1;

    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "Package: {0}\nPin: version {1}\nPin-Priority: {2}\n\n", Package, Version, Priority);
}
