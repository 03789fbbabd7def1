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
    /// <exception cref="PatchException">AdvisoriesUnreadable. Of such a file nothing comes into the index.</exception>
    public void AddFile(Stream compressed, string name, PackageSelection selection, IEventSink events, CancellationToken cancellationToken)
    {
        using ReadAheadStream unpacked = new(Decompression.Open(compressed, name));
        foreach (UpdateNotice notice in UpdateInfoReader.Read(unpacked, name, selection, events, cancellationToken).ToList())
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

    private sealed class Merged
    {
        private readonly Dictionary<NoticePackage, Suggestions> _packages = [];
        private readonly DistinctTexts _cves = new();
        private readonly DistinctTexts _bugs = new();
        private Advisory _facts;

        public Merged(UpdateNotice first)
        {
            _facts = first.Advisory;
            Add(first);
        }

        public IEnumerable<NoticePackage> Packages => _packages.Select(package => package.Key with { Suggestions = package.Value });

        public void Add(UpdateNotice notice)
        {
            foreach (NoticePackage package in notice.Packages)
            {
                NoticePackage key = package with { Suggestions = Suggestions.None };
                _packages.TryGetValue(key, out Suggestions known);
                _packages[key] = known | package.Suggestions;
            }

            _cves.Add(notice.Advisory.CveIds);
            _bugs.Add(notice.Advisory.BugzillaIds);
            if (DateOf(notice.Advisory) > DateOf(_facts))
                _facts = notice.Advisory;
        }

        public Advisory ToAdvisory() => _facts with { CveIds = _cves.All, BugzillaIds = _bugs.All };

        private static DateTimeOffset DateOf(Advisory advisory) => advisory.Updated ?? advisory.Issued ?? DateTimeOffset.MinValue;
    }
}
