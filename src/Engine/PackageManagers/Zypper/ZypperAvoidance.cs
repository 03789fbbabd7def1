using System.Text;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Writes what the solver is not to take as locks, for the folder in which it is asked. The system's own locks are never written.</summary>
internal static class ZypperAvoidance
{
    public static string Write(IEnumerable<PackageVersion> avoided)
    {
        StringBuilder text = new();
        foreach (PackageVersion version in avoided)
        {
            text.Append("type: package\nmatch_type: exact\ncase_sensitive: on\n")
                .Append("solvable_name: ").Append(version.Name).Append('\n')
                .Append("version: == ").Append(version.Version).Append("\n\n");
        }

        return text.ToString();
    }
}
