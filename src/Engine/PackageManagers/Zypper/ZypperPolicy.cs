using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Why zypper would not take a version by itself. Pure.</summary>
internal sealed class ZypperPolicy
{
    private const int MaximumVendorLength = 60;

    private readonly ZypperLocks _locks;
    private readonly IReadOnlyDictionary<string, int> _priorities;
    private readonly ILookup<string, ZypperSolvable> _offers;
    private readonly ILookup<string, ZypperVendorNote> _notes;
    private readonly ILookup<string, ZypperSolvable> _taken;

    /// <param name="repositories">Those that are used.</param>
    /// <param name="offers">All versions in them.</param>
    /// <param name="locks">The administrator's.</param>
    /// <param name="notes">Versions that are of another vendor, the newest of a package.</param>
    /// <param name="taken">What zypper would put on by itself.</param>
    public ZypperPolicy(
        IReadOnlyList<ZypperRepository> repositories, IReadOnlyList<ZypperSolvable> offers, ZypperLocks locks, IReadOnlyList<ZypperVendorNote> notes, IReadOnlyList<ZypperSolvable> taken)
    {
        _locks = locks;
        _priorities = repositories.GroupBy(repository => repository.Alias, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Priority, StringComparer.Ordinal);
        _offers = offers.ToLookup(offer => offer.Name, StringComparer.Ordinal);
        _notes = notes.ToLookup(note => note.Name, StringComparer.Ordinal);
        _taken = taken.ToLookup(solvable => solvable.Name, StringComparer.Ordinal);
    }

    /// <summary>What keeps a version away; null where nothing does.</summary>
    /// <param name="same">The version, once for each repository that has it.</param>
    /// <param name="patches">Patches that carry exactly this version.</param>
    public Restriction? Find(IReadOnlyList<ZypperSolvable> same, IEnumerable<string> patches)
    {
        ZypperSolvable offer = same[0];
        if (_locks.Reason(offer.Name, offer.Architecture, offer.Version, patches) is { } locked)
            return new Restriction(RestrictionKind.Lock, locked);
        return FindPriority(same) ?? FindVendor(same);
    }

    /// <summary>Where several repositories have a package, zypper looks only into those that go before the others.</summary>
    private Restriction? FindPriority(IReadOnlyList<ZypperSolvable> same)
    {
        ZypperSolvable first = _offers[same[0].Name].Aggregate((left, right) => PriorityOf(right) < PriorityOf(left) ? right : left);
        ZypperSolvable best = same.Aggregate((left, right) => PriorityOf(right) < PriorityOf(left) ? right : left);
        return PriorityOf(best) <= PriorityOf(first)
            ? null
            : new Restriction(RestrictionKind.Pin, $"the repository '{PrintableText.Of(first.Repository)}' has the package as well and goes before '{PrintableText.Of(best.Repository)}' (priority {PriorityOf(first)} before {PriorityOf(best)})");
    }

    /// <summary>zypper tells of the newest version alone: others of the same repositories that it does not take either are of that vendor, too.</summary>
    private Restriction? FindVendor(IReadOnlyList<ZypperSolvable> same)
    {
        ZypperSolvable offer = same[0];
        if (_taken[offer.Name].Any(taken => RpmVersion.Compare(offer.Version, taken.Version) <= 0))
            return null;
        foreach (ZypperVendorNote note in _notes[offer.Name])
        {
            HashSet<string> repositories = new(_offers[offer.Name].Where(note.IsAbout).Select(other => other.Repository), StringComparer.Ordinal);
            if (same.All(version => repositories.Contains(version.Repository)))
                return new Restriction(RestrictionKind.NotAutomatic, $"it is from the vendor '{Show(note.Offered)}', and zypper stays with the installed one's, '{Show(note.Installed)}'");
        }

        return null;
    }

    private int PriorityOf(ZypperSolvable offer) => _priorities.TryGetValue(offer.Repository, out int priority) ? priority : int.MaxValue;

    private static string Show(string vendor) => PrintableText.Of(vendor, MaximumVendorLength);
}
