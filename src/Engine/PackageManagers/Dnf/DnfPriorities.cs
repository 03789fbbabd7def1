using System.Globalization;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Priorities of repositories. <c>repoquery</c> lists what dnf would not take because of them: of the versions that are not older than the installed one, it takes those of the repositories with the lowest number. Pure.</summary>
internal sealed class DnfPriorities
{
    private const int Default = 99;
    private const string NoArchitecture = "noarch";

    private readonly Dictionary<string, int> _priorities = new(StringComparer.Ordinal);
    private readonly ILookup<string, DnfOffer> _offered;

    /// <param name="repositories">The sections of the repositories.</param>
    /// <param name="offered">All versions that they have of what they have newer versions of.</param>
    public DnfPriorities(IEnumerable<DnfSection> repositories, IEnumerable<DnfOffer> offered)
    {
        foreach (DnfSection section in repositories)
        {
            if (int.TryParse(section["priority"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority))
                _priorities[section.Name] = priority;
        }

        _offered = offered.ToLookup(offer => offer.Name, StringComparer.Ordinal);
    }

    public int Of(string repository) => _priorities.TryGetValue(repository, out int priority) ? priority : Default;

    /// <summary>Whether it matters which repository a version is in.</summary>
    public bool Differ(IReadOnlyList<string> repositories) => repositories.Any(repository => Of(repository) != Of(repositories[0]));

    /// <summary>Why dnf would leave an offer; null where it would not.</summary>
    public string? Reason(DnfOffer offer, RpmPackage installed)
    {
        DnfOffer? preferred = _offered[offer.Name]
            .Where(other => IsSame(other.Architecture, offer.Architecture) && RpmVersion.Compare(other.Version, installed.Version) >= 0)
            .OrderBy(other => Of(other.Repository))
            .FirstOrDefault();
        return preferred is null || Of(preferred.Repository) >= Of(offer.Repository)
            ? null
            : $"dnf prefers {preferred.Version} of the repository {preferred.Repository} (priority {Of(preferred.Repository)}) to those of {offer.Repository} (priority {Of(offer.Repository)})";
    }

    private static bool IsSame(string left, string right) => left is NoArchitecture || right is NoArchitecture || string.Equals(left, right, StringComparison.Ordinal);
}
