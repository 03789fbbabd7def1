using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>What yum 3.4.3 prints, laid out as yum lays it out: in columns for 80 characters, and on the next line after one that is too long.</summary>
internal static class YumText
{
    private const string Rule = "================================================================================\n";

    /// <summary>What plugins say before anything else.</summary>
    public const string Plugins = "Loaded plugins: extras_suggestions, fastestmirror, priorities\nLoading mirror speeds from cached hostfile\n * base: mirror.example.invalid\n36 packages excluded due to repository priority protections\n";

    public static string Available(IEnumerable<(string Repository, RpmTestPackage Package)> packages)
    {
        string[] rows = [.. packages.OrderBy(row => row.Package.Name, StringComparer.Ordinal).Select(row => Row("", ($"{row.Package.Name}.{row.Package.Architecture}", 40), (VersionOf(row.Package), 22), (row.Repository, 16)))];
        return Plugins + (rows.Length == 0 ? "" : "Available Packages\n" + string.Concat(rows));
    }

    /// <summary>The plan and what stands around it.</summary>
    public static string Plan(IEnumerable<(string Section, IEnumerable<RpmTestPackage> Packages)> sections)
    {
        string table = string.Concat(sections.Select(section => $"{section.Section}:\n" + string.Concat(section.Packages.Select(package =>
            Row(" ", (package.Name, 18), (package.Architecture, 8), (VersionOf(package), 18), ("base", 10), ("5.4 k", 6))))));
        return $"{Plugins}Resolving Dependencies\n--> Running transaction check\n--> Finished Dependency Resolution\n\nDependencies Resolved\n\n{Rule} Package            Arch     Version            Repository  Size\n{Rule}{table}\nTransaction Summary\n{Rule}Upgrade  1 Package\n\nTotal download size: 11 k\nExiting on user command\n";
    }

    public static string VersionOf(RpmTestPackage package) => $"{(package.Epoch == "0" ? "" : package.Epoch + ":")}{package.BareVersion}-{package.Release}";

    private static string Row(string start, params (string Text, int Width)[] columns)
    {
        string row = start;
        int total = start.Length;
        foreach ((string text, int width) in columns)
        {
            total += width + 1;
            row += text.Length <= width ? text.PadRight(width + 1) : $"{text}\n{new string(' ', total)}";
        }

        return row + "\n";
    }
}
