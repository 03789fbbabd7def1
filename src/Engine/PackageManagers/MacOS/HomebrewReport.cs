using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What brew said while it upgraded packages. What came of it its own list says; from here are only its reasons. Pure.</summary>
internal sealed record HomebrewReport
{
    private const int MaximumLines = 4;
    private static readonly string[] s_marks = ["Error:", "sudo:", "fatal:", "curl:"];

    /// <summary>Its own words about one package, by the name that it was asked for.</summary>
    public required IReadOnlyDictionary<string, string> Failures { get; init; }

    /// <summary>Its words about the whole; empty where it succeeded.</summary>
    public required string Problem { get; init; }

    public static HomebrewReport Parse(int exitCode, string output, IReadOnlyList<HomebrewPackage> packages)
    {
        string[] errors = [.. output.Split('\n', '\r').Select(line => line.Trim()).Where(line => Array.Exists(s_marks, mark => line.StartsWith(mark, StringComparison.Ordinal)))];
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        foreach (HomebrewPackage package in packages)
        {
            string[] own = [.. errors.Where(line => Names(line, package.Name))];
            if (own.Length > 0)
                failures[package.Spec] = Join(own);
        }

        string problem = Join(errors.Where(line => !packages.Any(package => Names(line, package.Name))));
        if (problem.Length == 0 && exitCode != 0 && failures.Count == 0)
            problem = $"brew ended with exit code {exitCode}";
        return new HomebrewReport { Failures = failures, Problem = problem };
    }

    /// <summary>As a word of its own: a name may begin another.</summary>
    private static bool Names(string line, string name)
    {
        for (int at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfName(line[at - 1])) && (at + name.Length == line.Length || !IsOfName(line[at + name.Length])))
                return true;
        }

        return false;
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '@' or '+';

    private static string Join(IEnumerable<string> lines) => SecretRedactor.Redact(string.Join(" ", lines.Distinct(StringComparer.Ordinal).Take(MaximumLines)));
}
