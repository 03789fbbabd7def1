using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Brings the notices of several repositories together.</summary>
/// <remarks>Notices with the same id are one: publishers repeat a notice in each repository that has packages of it, and some split one within a file.
/// It has the packages and references of all of them, and the other facts of the one that was updated last; of equals, of the one that was read first.</remarks>
internal sealed class AdvisoryIndexBuilder
{
    private readonly Dictionary<string, Merged> _byId = new(StringComparer.Ordinal);
    private readonly List<Merged> _notices = [];

    public void Add(UpdateNotice notice)
    {
        if (notice.HasId && _byId.TryGetValue(notice.Advisory.Id, out Merged? merged))
        {
            merged.Add(notice);
            return;
        }

        merged = new Merged(notice);
        _notices.Add(merged);
        if (notice.HasId)
            _byId.Add(notice.Advisory.Id, merged);
    }

    /// <summary>Reads a whole file of notices.</summary>
    /// <exception cref="PatchException">AdvisoriesUnreadable: nothing of the file may be trusted then, and what was read of it already is in the index.</exception>
    public void AddFile(Stream compressed, string name, PackageSelection selection, IEventSink events, CancellationToken cancellationToken)
    {
        using Stream unpacked = Decompression.Open(compressed, name);
        foreach (UpdateNotice notice in UpdateInfoReader.Read(unpacked, name, selection, events, cancellationToken))
            Add(notice);
    }

    public AdvisoryIndex Build()
    {
        Dictionary<string, List<PackageAdvisory>> byPackage = new(StringComparer.Ordinal);
        foreach (Merged merged in _notices)
        {
            Advisory advisory = merged.ToAdvisory();
            foreach (NoticePackage package in merged.Packages)
            {
                string key = AdvisoryIndex.KeyOf(package.Name, package.Architecture);
                if (!byPackage.TryGetValue(key, out List<PackageAdvisory>? advisories))
                    byPackage.Add(key, advisories = []);
                advisories.Add(new PackageAdvisory(package.Version, advisory) { Module = package.Module, Suggestions = package.Suggestions });
            }
        }

        return new AdvisoryIndex(byPackage);
    }

    private sealed class Merged(UpdateNotice first)
    {
        private readonly List<NoticePackage> _packages = [.. first.Packages.Distinct()];
        private Advisory _facts = first.Advisory;
        private List<string>? _cves;
        private List<string>? _bugs;

        public IReadOnlyList<NoticePackage> Packages => _packages;

        public void Add(UpdateNotice other)
        {
            foreach (NoticePackage package in other.Packages)
                Add(package);
            _cves = Union(_cves, _facts.CveIds, other.Advisory.CveIds);
            _bugs = Union(_bugs, _facts.BugzillaIds, other.Advisory.BugzillaIds);
            if (DateOf(other.Advisory) > DateOf(_facts))
                _facts = other.Advisory;
        }

        public Advisory ToAdvisory() => _cves is null ? _facts : _facts with { CveIds = _cves, BugzillaIds = _bugs! };

        private void Add(NoticePackage package)
        {
            int same = _packages.FindIndex(known => IsSame(known, package));
            if (same < 0)
                _packages.Add(package);
            else
                _packages[same] = _packages[same] with { Suggestions = _packages[same].Suggestions | package.Suggestions };
        }

        private static bool IsSame(NoticePackage left, NoticePackage right) => left with { Suggestions = right.Suggestions } == right;

        private static DateTimeOffset DateOf(Advisory advisory) => advisory.Updated ?? advisory.Issued ?? DateTimeOffset.MinValue;

        private static List<string> Union(List<string>? known, IReadOnlyList<string> first, IReadOnlyList<string> other)
        {
            known ??= [.. first];
            foreach (string id in other)
            {
                if (!known.Contains(id))
                    known.Add(id);
            }

            return known;
        }
    }
}
