namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Finds the units of the service manager among files of packages. Pure.</summary>
internal static class ServiceUnits
{
    /// <param name="files">What <c>rpm --query --list</c> prints.</param>
    public static IReadOnlyList<string> Parse(string files) =>
    [
        .. files.Split('\n')
            .Where(path => path.IndexOf("/systemd/system/", StringComparison.Ordinal) >= 0 && path.EndsWith(".service", StringComparison.Ordinal) && path.IndexOf('@') < 0)
            .Select(path => path.Substring(path.LastIndexOf('/') + 1))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.Ordinal),
    ];
}
