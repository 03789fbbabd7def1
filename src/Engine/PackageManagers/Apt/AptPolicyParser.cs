using System.Globalization;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads <c>apt-cache policy</c>, with packages or without.</summary>
internal static class AptPolicyParser
{
    private const string InstalledMark = " *** ";
    private const string VersionIndent = "     ";
    private const string SourceIndent = "        ";

    /// <summary>Reads the answer to <c>apt-cache policy name…</c>.</summary>
    /// <param name="output">What apt printed.</param>
    /// <param name="strange">Gets the rows whose version is none that dpkg would take, each with its package: a repository may say anything. They are left out.</param>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<AptPolicyPackage> ParsePackages(string output, ICollection<string>? strange = null)
    {
        List<AptPolicyPackage> packages = [];
        string name = "";
        List<AptVersion> versions = [];
        List<AptVersionSource> sources = [];

        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            if (line[0] != ' ')
            {
                Close();
                if (line[line.Length - 1] != ':')
                    throw NotUnderstood(line);
                name = line.Substring(0, line.Length - 1);
            }
            else if (line.StartsWith(SourceIndent, StringComparison.Ordinal))
            {
                sources.Add(ReadSource(line));
            }
            else if (line.StartsWith(VersionIndent, StringComparison.Ordinal) || line.StartsWith(InstalledMark, StringComparison.Ordinal))
            {
                sources = [];
                if (ReadVersion(line, sources) is { } version)
                    versions.Add(version);
                else
                    strange?.Add($"{name} {line.Trim()}");
            }
        }

        Close();
        return packages;

        void Close()
        {
            if (name.Length > 0)
                packages.Add(new AptPolicyPackage(name, versions));
            versions = [];
        }
    }

    /// <summary>Reads the answer to <c>apt-cache policy</c>: the priority of every package file, by its description.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyDictionary<string, int> ParsePackageFiles(string output)
    {
        Dictionary<string, int> priorities = new(StringComparer.Ordinal);
        bool isInFiles = false;
        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            if (line[0] != ' ')
                isInFiles = string.Equals(line, "Package files:", StringComparison.Ordinal);
            else if (isInFiles && !line.StartsWith(VersionIndent, StringComparison.Ordinal))
                AddFile(line);
        }

        return priorities;

        void AddFile(string line)
        {
            AptVersionSource source = ReadSource(line);
            priorities[source.Description] = source.Priority;
        }
    }

    /// <summary><c> *** 1.2-3 500 (phased 10%)</c>; null where the version is none.</summary>
    private static AptVersion? ReadVersion(string line, IReadOnlyList<AptVersionSource> sources)
    {
        string[] words = line.Substring(VersionIndent.Length).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        bool isPhased = words is [_, _, "(phased", _];
        if (words.Length == 0 || (!TryReadNumber(words[words.Length - 1], out _) && !words[words.Length - 1].EndsWith("%)", StringComparison.Ordinal)))
            throw NotUnderstood(line);
        if (!(isPhased || words.Length == 2) || !TryReadNumber(words[1], out int priority) || !DebianVersion.TryParse(words[0], out _))
            return null;
        int? phased = null;
        if (isPhased)
        {
            if (!TryReadNumber(words[3].TrimEnd(')', '%'), out int percentage))
                return null;
            phased = percentage;
        }

        return new AptVersion(words[0], priority, phased, sources);
    }

    /// <summary><c>        500 http://deb.debian.org/debian bookworm/main amd64 Packages</c></summary>
    private static AptVersionSource ReadSource(string line)
    {
        string text = line.Trim();
        int space = text.IndexOf(' ');
        if (space < 0 || !TryReadNumber(text.Substring(0, space), out int priority))
            throw NotUnderstood(line);
        return new AptVersionSource(priority, text.Substring(space + 1));
    }

    private static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static PatchException NotUnderstood(string line) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"apt-cache policy printed a line that is not understood: '{line}'.",
        "apt-cache");
}
