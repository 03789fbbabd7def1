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

    /// <summary>Reads a whole file of notices, and closes it.</summary>
    /// <exception cref="PatchException">AdvisoriesUnreadable. Of such a file nothing comes into the index.</exception>
    public void AddFile(Stream compressed, string name, PackageSelection selection, IEventSink events, CancellationToken cancellationToken)
    {
        using Stream file = compressed;
        using ReadAheadStream unpacked = new(Decompression.Open(file, name));
        foreach (UpdateNotice notice in UpdateInfoReader.Read(unpacked, name, selection, events, cancellationToken).ToList())
            Add(notice);
    }

    public AdvisoryIndex Build()
    {
        Dictionary<string, List<PackageAdvisory>> byPackage = new(StringComparer.Ordinal);
        foreach (Merged merged in _notices)
        {
            UpdateNotice notice = merged.ToNotice();
            foreach (NoticePackage package in notice.Packages)
            {
                string key = AdvisoryIndex.KeyOf(package.Name, package.Architecture);
                if (!byPackage.TryGetValue(key, out List<PackageAdvisory>? advisories))
                    byPackage.Add(key, advisories = []);
                advisories.Add(new PackageAdvisory(package.Version, notice.Advisory) { Module = package.Module, Suggestions = package.Suggestions });
            }
        }

        return new AdvisoryIndex(byPackage);
    }

    /// <summary>The notices of one id; mostly that is one.</summary>
    private sealed class Merged(UpdateNotice first)
    {
        private List<UpdateNotice>? _all;

        public void Add(UpdateNotice notice) => (_all ??= [first]).Add(notice);

        public UpdateNotice ToNotice()
        {
            if (_all is null && first.Packages.Count == 1)
                return first;

            Dictionary<NoticePackage, Suggestions> packages = [];
            DistinctTexts cves = new(), bugs = new();
            Advisory facts = first.Advisory;
            foreach (UpdateNotice notice in _all ?? [first])
            {
                foreach (NoticePackage package in notice.Packages)
                {
                    NoticePackage key = package with { Suggestions = Suggestions.None };
                    packages.TryGetValue(key, out Suggestions known);
                    packages[key] = known | package.Suggestions;
                }

                cves.Add(notice.Advisory.CveIds);
                bugs.Add(notice.Advisory.BugzillaIds);
                if (DateOf(notice.Advisory) > DateOf(facts))
                    facts = notice.Advisory;
            }

            return new UpdateNotice(
                facts with { CveIds = cves.All, BugzillaIds = bugs.All },
                [.. packages.Select(package => package.Key with { Suggestions = package.Value })]);
        }

        private static DateTimeOffset DateOf(Advisory advisory) => advisory.Updated ?? advisory.Issued ?? DateTimeOffset.MinValue;
    }
}
