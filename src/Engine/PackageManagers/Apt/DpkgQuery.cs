using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What is asked of <c>dpkg-query</c>, and its answer read.</summary>
internal static class DpkgQuery
{
    private const int FieldCount = 10;

    /// <summary>One line a package, fields by tabs, closed by a mark so that a cut line is noticed.</summary>
    public const string Format =
        "${Package}\t${Architecture}\t${Version}\t${db:Status-Want}\t${db:Status-Status}\t${db:Status-Eflag}\t${Priority}\t${Section}\t${db-fsys:Last-Modified}\t${Installed-Size}\t.\n";

    /// <summary>Gives the packages that are on the system, whole or half; packages of which only configuration files are left are none.</summary>
    /// <param name="output">The answer.</param>
    /// <param name="root">The system that was asked about.</param>
    /// <exception cref="PatchException">ToolOutputNotUnderstood: a line has another shape.</exception>
    public static IReadOnlyList<DpkgPackage> Parse(string output, string root)
    {
        List<DpkgPackage> packages = [];
        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            string[] fields = line.Split('\t');
            if (fields.Length != FieldCount + 1 || fields[FieldCount] is not ".")
            {
                throw new PatchException(
                    ErrorIds.ToolOutputNotUnderstood,
                    ErrorKind.InvalidResult,
                    $"dpkg-query printed a line that is not understood: '{line}'.",
                    "dpkg-query",
                    $"Check dpkg's database with '{AptAdvice.Audit(root)}'.");
            }

            if (Read(fields) is { } package)
                packages.Add(package);
        }

        return packages;
    }

    private static DpkgPackage? Read(string[] fields)
    {
        string status = fields[4];
        if (status is "not-installed" or "config-files" || fields[2].Length == 0)
            return null;
        return new DpkgPackage
        {
            Name = fields[0],
            Architecture = fields[1],
            Version = fields[2],
            IsHeld = fields[3] is "hold",
            IsHalfInstalled = status is "unpacked" or "half-configured" or "half-installed" || fields[5] is "reinstreq",
            IsAwaitingTriggers = status is "triggers-awaited" or "triggers-pending",
            InstalledKilobytes = long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null,
            Priority = fields[6],
            Section = fields[7],
            InstalledTime = long.TryParse(fields[8], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= 253402300799
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
        };
    }
}
