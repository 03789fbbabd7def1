using System.Text;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads <c>dpkg-deb --contents</c>. Pure.</summary>
internal static class DebContents
{
    // -rw-r--r-- root/root         3 2026-11-26 09:58 ./usr/share/alpha/file
    private static readonly Regex s_line = new(
        @"^(?<type>.)\S{9}\S* +\S+ +\d+(,\d+)? +[0-9-]+ +[0-9:]+ (?<path>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(10));

    /// <summary>The paths of everything in a package, with a slash at their start and none at their end.</summary>
    /// <returns>Null where a line is not understood.</returns>
    public static IReadOnlyList<string>? Paths(string output)
    {
        List<string> paths = [];
        foreach (string line in output.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (s_line.Match(line) is not { Success: true } match)
                return null;
            string path = match.Groups["path"].Value;
            string mark = match.Groups["type"].Value switch
            {
                "l" => " -> ",
                "h" => " link to ",
                _ => "",
            };
            int target = mark.Length == 0 ? -1 : path.IndexOf(mark, StringComparison.Ordinal);
            if (target >= 0)
                path = path.Substring(0, target);
            if (path.StartsWith(".", StringComparison.Ordinal))
                path = path.Substring(1);
            paths.Add("/" + Unescape(path).Trim('/'));
        }

        return paths;
    }

    /// <summary>tar writes control characters, and bytes that are not ASCII, as a backslash with three octal digits, and doubles the backslash itself.</summary>
    private static string Unescape(string path)
    {
        if (path.IndexOf('\\') < 0)
            return path;
        List<byte> bytes = new(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] != '\\' || i + 1 == path.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([path[i]]));
            }
            else if (i + 3 < path.Length && IsOctal(path[i + 1]) && IsOctal(path[i + 2]) && IsOctal(path[i + 3]))
            {
                bytes.Add((byte)(((path[i + 1] - '0') << 6) | ((path[i + 2] - '0') << 3) | (path[i + 3] - '0')));
                i += 3;
            }
            else
            {
                i++;
                bytes.Add(path[i] switch
                {
                    'n' => (byte)'\n',
                    't' => (byte)'\t',
                    _ => (byte)path[i],
                });
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
