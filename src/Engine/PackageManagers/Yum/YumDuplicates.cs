using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Reads <c>yum check duplicates</c>. Pure.</summary>
internal static class YumDuplicates
{
    private const string Words = " is a duplicate with ";

    /// <returns>Of the versions that must not be beside each other, the older ones, as rpm takes them.</returns>
    public static IReadOnlyList<string> FindOlder(string output, IReadOnlyList<RpmPackage> installed)
    {
        Dictionary<string, RpmPackage> byName = [];
        foreach (RpmPackage package in installed)
            byName[NameOf(package)] = package;

        List<string> older = [];
        foreach (string line in output.Split('\n'))
        {
            int middle = line.IndexOf(Words, StringComparison.Ordinal);
            if (middle > 0
                && byName.TryGetValue(line.Substring(0, middle).Trim(), out RpmPackage? one)
                && byName.TryGetValue(line.Substring(middle + Words.Length).Trim(), out RpmPackage? other)
                && string.Equals(one.Id, other.Id, StringComparison.Ordinal))
            {
                RpmPackage old = RpmVersion.Compare(one.Version, other.Version) < 0 ? one : other;
                older.Add($"{old.Name}-{old.Version}.{old.Architecture}");
            }
        }

        return [.. older.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>As yum writes it: an epoch stands before the name, and 0 is left out.</summary>
    private static string NameOf(RpmPackage package)
    {
        int colon = package.Version.IndexOf(':');
        string epoch = package.Version.Substring(0, colon + 1);
        return $"{(epoch is "0:" ? "" : epoch)}{package.Name}-{package.Version.Substring(colon + 1)}.{package.Architecture}";
    }
}
