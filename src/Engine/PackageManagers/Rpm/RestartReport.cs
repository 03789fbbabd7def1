using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Reads what <c>needs-restarting</c> and <c>zypper needs-rebooting</c> say. Pure.</summary>
internal static class RestartReport
{
    private const string Required = "Reboot is required";
    private const int MaximumPackages = 10;
    private const int MaximumNameLength = 80;

    /// <summary>Whether a restart is due, and since which packages; null where it is not. Their exit codes alone do not tell: a tool that failed may end with the same.</summary>
    public static string? Parse(string tool, string output)
    {
        string[] lines = output.Replace("\r\n", "\n").Split('\n');
        if (!Array.Exists(lines, line => line.StartsWith(Required, StringComparison.Ordinal)))
            return null;
        string[] packages = [.. lines.Select(NameIn).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        string reason = $"{tool} says that a restart is required";
        if (packages.Length == 0)
            return reason + ".";
        string more = packages.Length > MaximumPackages ? $" and {packages.Length - MaximumPackages} more" : "";
        return $"{reason} after changes to {string.Join(", ", packages.Take(MaximumPackages))}{more}.";
    }

    /// <summary>dnf's <c>  * kernel</c>, yum's <c>  kernel -> 3.10.0-957.el7</c>.</summary>
    private static string NameIn(string line)
    {
        if (line.Length == 0 || line[0] != ' ')
            return "";
        string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string name = words.FirstOrDefault(word => word is not "*") ?? "";
        return PrintableText.Of(name, MaximumNameLength);
    }
}
