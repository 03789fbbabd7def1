using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Reads what a source of a baseline tells yum: the same that dnf is told, in yum's words. Pure.</summary>
internal static class YumSourceReader
{
    private const string Excludes = "excludepkgs";
    private const string YumExcludes = "exclude";
    private const string Proxy = "proxy";
    private const string NoProxy = "_none_";
    private const string MissingCheck = "sslverifystatus";

    /// <summary>The enabled repositories of all sources, in their order, with what yum is told of them.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: one of them is not valid.</exception>
    public static IReadOnlyList<DnfSection> Read(IReadOnlyList<PatchSource> sources) =>
        [.. DnfSourceReader.Read(sources, Complain).Select(section => section with { Settings = [.. Translate(section.Settings)] })];

    private static string? Complain(string key, string value)
    {
        if (key is MissingCheck && !DnfSourceSettings.IsOff(value))
            return $"{key} asks for a check that yum does not have";
        return value.IndexOf(" ;", StringComparison.Ordinal) >= 0 || value.IndexOf("\t;", StringComparison.Ordinal) >= 0
            ? $"{key} has a blank and a semicolon in its value, and yum takes what follows for a comment"
            : null;
    }

    /// <summary>yum knows one word for excludes, and passes over the other.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Translate(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        string[] excludes = [.. settings.Where(setting => setting.Key is Excludes or YumExcludes).Select(setting => setting.Value)];
        foreach (KeyValuePair<string, string> setting in settings)
        {
            if (setting.Key is Excludes or YumExcludes)
                continue;
            yield return setting.Key is Proxy && DnfSourceSettings.IsOff(setting.Value) ? new KeyValuePair<string, string>(Proxy, NoProxy) : setting;
        }

        if (excludes.Length > 0)
            yield return new KeyValuePair<string, string>(YumExcludes, string.Join(" ", excludes));
    }
}
