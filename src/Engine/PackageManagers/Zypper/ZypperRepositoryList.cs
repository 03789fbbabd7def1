using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads <c>zypper --xmlout repos</c>. Pure.</summary>
internal static class ZypperRepositoryList
{
    private const int UsualPriority = 99;

    /// <returns>Those that are enabled, reachable or not.</returns>
    /// <exception cref="Platform.PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<ZypperRepository> Parse(ZypperOutput output) =>
    [
        .. output.Find("repo")
            .Where(repository => repository.Attribute("enabled")?.Value is "1")
            .Select(repository => new ZypperRepository(
                ZypperOutput.Attribute(repository, "alias"),
                int.TryParse(repository.Attribute("priority")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int priority) ? priority : UsualPriority)),
    ];
}
