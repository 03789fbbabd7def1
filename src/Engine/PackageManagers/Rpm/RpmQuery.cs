using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What is asked of <c>rpm --query --all</c>, and its answer read.</summary>
internal static class RpmQuery
{
    private const int FieldCount = 7;
    private const long LastSecond = 253402300799;

    /// <summary>rpm keeps keys that it trusts as packages of this name.</summary>
    private const string Key = "gpg-pubkey";

    /// <summary>One line a package, fields by tabs, which no name or version may have, closed by a mark so that a cut line is noticed. rpm itself reads the escapes.</summary>
    public const string Format = @"%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{INSTALLTIME}\t%{LONGSIZE}\t.\n";

    /// <exception cref="PatchException">ToolOutputNotUnderstood: a line has another shape.</exception>
    public static IReadOnlyList<RpmPackage> Parse(string output)
    {
        List<RpmPackage> packages = [];
        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            string[] fields = line.Split('\t');
            if (fields.Length != FieldCount + 1 || fields[FieldCount] is not "." || fields[0].Length == 0 || fields[2].Length == 0)
            {
                throw new PatchException(
                    ErrorIds.ToolOutputNotUnderstood,
                    ErrorKind.InvalidResult,
                    $"rpm printed a line that is not understood: {QuotedText.Quote(line)}.",
                    "rpm",
                    "Check rpm's database with 'rpm --verifydb'.");
            }

            if (!string.Equals(fields[0], Key, StringComparison.Ordinal))
                packages.Add(Read(fields));
        }

        return packages;
    }

    /// <summary>rpm goes on after an error and ends as if there had been none; only its words tell.</summary>
    /// <returns>The lines that tell of an error; empty where all is well.</returns>
    public static IReadOnlyList<string> Problems(string errors) =>
        [.. errors.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("error:", StringComparison.Ordinal))];

    private static RpmPackage Read(string[] fields) => new()
    {
        Name = fields[0],
        Architecture = fields[4],
        Version = $"{fields[1]}:{fields[2]}-{fields[3]}",
        InstalledTime = long.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null,
        InstalledBytes = long.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0,
    };
}
