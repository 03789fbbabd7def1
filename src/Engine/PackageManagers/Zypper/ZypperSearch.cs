using System.Xml.Linq;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads <c>zypper --xmlout search --details</c>: every version of the packages that were asked for. Pure.</summary>
/// <param name="Offers">Those in repositories.</param>
/// <param name="InstalledNames">Names of what zypper sees installed.</param>
internal sealed record ZypperSearch(IReadOnlyList<ZypperSolvable> Offers, IReadOnlyCollection<string> InstalledNames)
{
    private const string Installed = "installed";
    private const string SystemRepository = "(System Packages)";

    /// <exception cref="Platform.PatchException">ToolOutputNotUnderstood.</exception>
    public static ZypperSearch Parse(ZypperOutput output)
    {
        List<ZypperSolvable> offers = [];
        HashSet<string> installed = new(StringComparer.Ordinal);
        foreach (XElement element in output.Find("solvable"))
        {
            if (element.Attribute("kind")?.Value is not "package")
                continue;
            ZypperSolvable solvable = ZypperSolvable.Read(element);

            // Where a repository has the installed version as well, zypper names that instead of the system.
            bool isOfSystem = string.Equals(solvable.Repository, SystemRepository, StringComparison.Ordinal);
            if (isOfSystem || element.Attribute("status")?.Value is Installed)
                installed.Add(solvable.Name);
            if (!isOfSystem)
                offers.Add(solvable);
        }

        return new ZypperSearch(offers, installed);
    }
}
