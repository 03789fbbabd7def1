namespace PatchBaselineAssociation.Inventories;

/// <summary>The names that a list may give to one version of one package.</summary>
/// <remarks>The lists of a baseline and an install override list know the same names, but for one thing: an override entry may be a bare
/// version (<c>v</c>, <c>v-r</c>, <c>e:v-r</c>), because it narrows an id down; an entry of a baseline may not, for alone it would
/// approve or reject every package that happens to have that version.</remarks>
public static class PackageNames
{
    /// <summary>The twelve names of an RPM package, or the nine without the bare versions. The first is the package name alone.</summary>
    /// <param name="name">Package name.</param>
    /// <param name="architecture">Package architecture.</param>
    /// <param name="version"><c>[epoch:]version[-release]</c>; an absent epoch is 0.</param>
    /// <param name="includeBareVersions">True for override lists, false for the lists of a baseline.</param>
    public static IReadOnlyList<string> ForRpm(string name, string architecture, string version, bool includeBareVersions)
    {
        SplitRpm(version.AsSpan(), out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> bare, out ReadOnlySpan<char> versionRelease);
        string e = epoch.ToString(), v = bare.ToString(), vr = versionRelease.ToString();
        string na = Join(name, '.', architecture);
        if (version.Length == 0)
            return [name, na];

        string nvra = Join($"{name}-{vr}", '.', architecture);
        string nevr = $"{name}-{e}:{vr}";
        List<string> names =
        [
            name,
            na,
            $"{name}-{v}",
            $"{name}-{vr}",
            nvra,
            nevr,
            Join(nevr, '.', architecture),
            $"{e}:{nvra}",
            $"{na}:{e}:{vr}",
        ];
        if (includeBareVersions)
            names.AddRange([v, vr, $"{e}:{vr}"]);
        return names;
    }

    /// <summary>The six names of a Debian package: <c>n</c>, <c>n.a</c>, <c>n-v</c>, <c>n.a:v</c> and the bare <c>v</c>, <c>a:v</c>.</summary>
    public static IReadOnlyList<string> ForDebian(string name, string architecture, string version, bool includeBareVersions)
    {
        string na = Join(name, '.', architecture);
        List<string> names = [name, na, $"{name}-{version}", $"{na}:{version}"];
        if (includeBareVersions)
            names.AddRange([version, $"{architecture}:{version}"]);
        return names;
    }

    /// <summary>Cuts <c>[epoch:]version[-release]</c>.</summary>
    internal static void SplitRpm(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> version, out ReadOnlySpan<char> versionRelease)
    {
        int colon = text.IndexOf(':');
        epoch = colon > 0 ? text.Slice(0, colon) : "0".AsSpan();
        versionRelease = text.Slice(colon + 1);
        int hyphen = versionRelease.LastIndexOf('-');
        version = hyphen < 0 ? versionRelease : versionRelease.Slice(0, hyphen);
    }

    private static string Join(string left, char separator, string right) => right.Length == 0 ? left : $"{left}{separator}{right}";
}
