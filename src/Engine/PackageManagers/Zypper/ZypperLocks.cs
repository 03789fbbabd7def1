using System.Xml.Linq;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>The administrator's locks. zypper itself says what each of them holds. Pure.</summary>
internal sealed class ZypperLocks
{
    private const int MaximumNameLength = 100;

    private readonly IReadOnlyList<ZypperLock> _locks;

    public ZypperLocks(IReadOnlyList<ZypperLock> locks) => _locks = locks;

    public static ZypperLocks None { get; } = new([]);

    /// <summary>Reads <c>zypper --xmlout locks --solvables</c>.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static ZypperLocks Parse(ZypperOutput output) => new([.. output.Find("lock").Select(Read)]);

    /// <summary>Why a version is kept away; null where no lock does.</summary>
    /// <param name="name">The package.</param>
    /// <param name="architecture">Of the version.</param>
    /// <param name="version">The version.</param>
    /// <param name="patches">Patches that carry exactly this version.</param>
    public string? Reason(string name, string architecture, string version, IEnumerable<string> patches)
    {
        string[] carrying = _locks.Count == 0 ? [] : [.. patches];
        foreach (ZypperLock held in _locks)
        {
            if (held.Installed.Any(solvable => string.Equals(solvable.Name, name, StringComparison.Ordinal)))
                return $"zypper's lock '{held.Name}' keeps the installed version";
            if (held.Offers.Any(solvable => string.Equals(solvable.Name, name, StringComparison.Ordinal) && string.Equals(solvable.Architecture, architecture, StringComparison.Ordinal) && string.Equals(solvable.Version, version, StringComparison.Ordinal)))
                return $"zypper's lock '{held.Name}' keeps it away";
            if (held.Patches.FirstOrDefault(patch => carrying.Contains(patch, StringComparer.Ordinal)) is { } patch)
                return $"zypper's lock '{held.Name}' keeps the patch {PrintableText.Of(patch, MaximumNameLength)} away, which carries it";
        }

        return null;
    }

    private static ZypperLock Read(XElement element)
    {
        List<ZypperSolvable> installed = [], offers = [];
        List<string> patches = [];
        foreach (XElement match in element.Descendants("match"))
        {
            if (match.Attribute("kind")?.Value is "patch")
                patches.Add(ZypperOutput.Attribute(match, "name"));
            else if (match.Attribute("kind")?.Value is "package")
                (match.Attribute("installed")?.Value is "true" ? installed : offers).Add(ZypperSolvable.Read(match, "repo"));
        }

        string name = string.Join(" ", element.Elements().Where(part => part.Name.LocalName is "name" or "type" or "repo").Select(part => part.Value.Trim()).Where(text => text.Length > 0 && text is not "package"));
        return new ZypperLock(PrintableText.Of(name, MaximumNameLength), installed, offers, patches);
    }
}
